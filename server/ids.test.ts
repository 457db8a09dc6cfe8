import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMarkedId, parseChannelId, toMarkedId } from './ids.ts';

describe('channel ids', () => {
  it('writes a bare id the way the Bot API does', () => {
    const id = parseChannelId('1234567890');
    expect(id && toMarkedId(id)).toBe('-1001234567890');
  });

  it('reads back every bare id it has marked', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 999_999_999_999n }), (bare) => {
        const id = parseChannelId(bare.toString());
        expect(id && fromMarkedId(toMarkedId(id))).toBe(bare.toString());
      }),
    );
  });

  it.each([
    ...['', '0', '-5', '007', '1e9', ' 12', '12 ', 'abc'],
    ...['12345678901234567890', '9223372036854775808', '9999999999999999999'],
  ])('refuses %j as a bare id', (text) => {
    expect(parseChannelId(text)).toBeNull();
  });

  it('takes the largest id there can be', () => {
    expect(parseChannelId('9223372036854775807')).toBe('9223372036854775807');
  });

  it.each(['1234567890', '-12345', '-1000000000000', '-100x'])('refuses %j as a marked id', (text) => {
    expect(fromMarkedId(text)).toBeNull();
  });
});
