import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testEpoch } from './a-world.ts';
import { countersAt } from './counters.ts';
import { createStoredMessage, type GrowingCounters } from './stored-message.ts';
import { createStoryClock } from './story-clock.ts';

function growing(counters: Partial<GrowingCounters>): GrowingCounters {
  return {
    kind: 'growing',
    audience: 1000,
    paceSeconds: 20_000,
    forwardRate: 0.01,
    commentRate: 0.02,
    reactionRates: [0.05, 0.02],
    palette: [{ emoticon: '👍' }, { customEmojiId: '5368324170671202286' }],
    bumps: [],
    ...counters,
  };
}

describe('countersAt', () => {
  const clock = createStoryClock(testEpoch, 1);

  it('never falls, whatever the audience, the pace, the speed and the bumps', () => {
    const bump = fc.record({
      from: fc.integer({ min: 0, max: 500_000 }).map((seconds) => testEpoch + seconds),
      seconds: fc.integer({ min: 60, max: 20_000 }),
      views: fc.double({ min: 0, max: 5000, noNaN: true }),
      shape: fc.constantFrom('wave' as const, 'ramp' as const),
    });
    fc.assert(
      fc.property(
        fc.record({
          audience: fc.double({ min: 1, max: 1e6, noNaN: true }),
          paceSeconds: fc.integer({ min: 600, max: 100_000 }),
          bumps: fc.array(bump, { maxLength: 3 }),
        }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 900_000 }), { minLength: 2, maxLength: 40 }),
        (counters, speed, ages) => {
          const message = createStoredMessage({ date: testEpoch, counters: growing(counters) });
          const story = createStoryClock(testEpoch, speed);
          const views = ages
            .sort((left, right) => left - right)
            .map((age) => countersAt(message, testEpoch + age, story).views ?? 0);
          expect(views).toEqual([...views].sort((left, right) => left - right));
        },
      ),
    );
  });

  it('begins with the author’s own view and ends near the audience', () => {
    const message = createStoredMessage({ date: testEpoch, counters: growing({}) });
    expect(countersAt(message, testEpoch, clock)).toMatchObject({ views: 1, forwards: 0, reactions: [] });
    const { views } = countersAt(message, testEpoch + 90 * 86_400, clock);
    expect(views).toBeGreaterThan(990);
    expect(views).toBeLessThanOrEqual(1001);
  });

  it('adds bought views as a straight ramp that ends', () => {
    const from = testEpoch + 40 * 86_400;
    const counters = growing({ bumps: [{ from, seconds: 3600, views: 700, shape: 'ramp' }] });
    const message = createStoredMessage({ date: testEpoch, counters });
    const plain = createStoredMessage({ date: testEpoch, counters: growing({}) });
    const added = [0, 1800, 3600, 7200].map((later) => {
      const at = from + later;
      return (countersAt(message, at, clock).views ?? 0) - (countersAt(plain, at, clock).views ?? 0);
    });
    expect(added).toEqual([0, 350, 700, 700]);
  });

  it('lists the most frequent reaction first and none that nobody left', () => {
    const counters = growing({ reactionRates: [0.0001, 0.02] });
    const message = createStoredMessage({ date: testEpoch, counters });
    const { reactions } = countersAt(message, testEpoch + 86_400, clock);
    expect(reactions).toHaveLength(1);
    expect(reactions[0]?.customEmojiId).toBe('5368324170671202286');
  });
});
