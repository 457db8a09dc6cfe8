import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelId } from './channel-id.ts';
import { formatStartParameter, parseStartParameter, type StartParameter } from './start-parameter.ts';

const channelId = fc.bigInt({ min: 1n, max: 9_223_372_036_854_775_807n }).map((id) => `${id}` as ChannelId);
const count = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const parameter: fc.Arbitrary<StartParameter> = fc.oneof(
  fc.record({ kind: fc.constant('channel' as const), channelId }),
  fc.record({ kind: fc.constant('post' as const), channelId, postId: count }),
  fc.record({ kind: fc.constant('minute' as const), channelId, unixMinute: count }),
  fc.record({ kind: fc.constant('alert' as const), alertId: count.map(String) }),
  fc.record({ kind: fc.constant('invitation' as const), token: fc.stringMatching(/^[A-Za-z0-9-]{1,40}$/) }),
);

describe('a start parameter', () => {
  it('is read as it was written, and is one that Telegram accepts', () => {
    fc.assert(
      fc.property(parameter, (given) => {
        const text = formatStartParameter(given);
        expect(text).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
        expect(parseStartParameter(text)).toEqual(given);
      }),
    );
  });

  it.each([
    [''],
    ['c'],
    ['c0'],
    ['c01'],
    ['c-1001234567890'],
    ['c12345678901234567890'],
    ['p1'],
    ['p1_0'],
    ['p1_99999999999999999999'],
    ['c1 '],
    ['C1'],
    ['i_'],
    [`i${'x'.repeat(64)}`],
  ])('is none for "%s"', (text) => {
    expect(parseStartParameter(text)).toBeNull();
  });
});
