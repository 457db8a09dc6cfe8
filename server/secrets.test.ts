import { describe, expect, it } from 'vitest';
import { createToken, digest, equalSecrets } from './secrets.ts';

describe('secrets', () => {
  it('are equal only when every character is', () => {
    expect(equalSecrets('abc', 'abc')).toBe(true);
    expect(equalSecrets('abc', 'abd')).toBe(false);
    expect(equalSecrets('abc', 'abcd')).toBe(false);
    expect(equalSecrets('', 'a')).toBe(false);
  });

  it('are made of 256 bits in the alphabet Telegram takes', () => {
    const tokens = new Set(Array.from({ length: 1_000 }, () => createToken()));
    expect(tokens.size).toBe(1_000);
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('are stored as SHA-256', () => {
    expect(digest('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});
