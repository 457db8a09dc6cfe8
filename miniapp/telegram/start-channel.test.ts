import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStartParameter } from '#contract/start-parameter.ts';
import { channelOfStartParameter, findStartParameter } from './start-channel.ts';

describe('channelOfStartParameter', () => {
  it('reads a channel exactly where the contract does', () => {
    const nearly = fc.oneof(
      fc.stringMatching(/^[cpm]?\d{0,22}(_\d{1,5})?$/),
      fc.string({ maxLength: 70 }),
      fc.bigInt({ min: 1n, max: 9_999_999_999_999_999_999n }).map((id) => `c${id}`),
    );
    fc.assert(
      fc.property(nearly, (text) => {
        const parsed = parseStartParameter(text);
        expect(channelOfStartParameter(text)).toBe(parsed?.kind === 'channel' ? parsed.channelId : null);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([[null], [''], ['c'], ['c0'], ['c-100123'], ['c12x'], ['p12_3']])(
    'finds no channel in %s',
    (text) => {
      expect(channelOfStartParameter(text)).toBeNull();
    },
  );
});

describe('findStartParameter', () => {
  it('prefers what Telegram signed over the query', () => {
    expect(findStartParameter('c1', '?startapp=c2')).toBe('c1');
    expect(findStartParameter(undefined, '?startapp=c2&x=1')).toBe('c2');
    expect(findStartParameter(undefined, '')).toBeNull();
  });
});
