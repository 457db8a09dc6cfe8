import { describe, expect, it } from 'vitest';
import { aVault } from '#server/vault/a-vault.ts';
import { hashPhone, readPhone } from './phone-number.ts';

describe('a phone number', () => {
  it.each([
    ['+7 (999) 000-00-01', '79990000001'],
    ['  +44 20 7946 0000', '442079460000'],
    ['0049.30.1234567', '49301234567'],
    ['79990000001', '79990000001'],
  ])('%s is read as people write it', (text, digits) => {
    expect(readPhone(text)).toBe(digits);
  });

  it.each([
    '',
    '+',
    '123456',
    '+0123456789',
    '8'.repeat(16),
    '+7999000000a',
    '79990000001; DROP',
    '７９９９００００００１',
  ])('%j is none', (text) => {
    expect(readPhone(text)).toBeNull();
  });

  it('is counted by a hash that is the same for the same number and means nothing without the key', () => {
    const vault = aVault();
    expect(hashPhone(vault, '79990000001')).toEqual(hashPhone(vault, '79990000001'));
    expect(hashPhone(vault, '79990000001')).not.toEqual(hashPhone(vault, '79990000002'));
    expect(hashPhone(vault, '79990000001')).not.toEqual(hashPhone(aVault(), '79990000001'));
  });
});
