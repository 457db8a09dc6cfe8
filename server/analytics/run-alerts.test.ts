import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertObservation, AlertRule } from './alert-rule.ts';
import type { Delivery } from './bundle-alerts.ts';
import { alertsBegin, backTest, observe } from './run-alerts.ts';

const at = (instant: string): number => Date.parse(instant) / 1_000;
const noon = at('2026-11-01T12:00:00.000Z');
const hour = 3_600;
const atOnce: Delivery = { bundleSeconds: 0, quiet: null };

const fell: AlertRule = {
  ruleId: 'fell',
  condition: { kind: 'subscribers-changed', share: -0.1, withinSeconds: 24 * hour },
};
const rose: AlertRule = {
  ruleId: 'rose',
  condition: { kind: 'subscribers-changed', share: 0.1, withinSeconds: 24 * hour },
};
const silent: AlertRule = { ruleId: 'silent', condition: { kind: 'silence', seconds: 10 * hour } };
const reached: AlertRule = { ruleId: 'reached', condition: { kind: 'views-reached', views: 1_000 } };
const fast: AlertRule = { ruleId: 'fast', condition: { kind: 'velocity', times: 2 } };
const slow: AlertRule = { ruleId: 'slow', condition: { kind: 'velocity', times: 0.5 } };

const subscribers = (hours: number, count: number): AlertObservation => ({
  kind: 'subscribers',
  at: noon + hours * hour,
  subscribers: count,
});
const views = (
  hours: number,
  postId: number,
  count: number,
  velocity: number | null = null,
): AlertObservation => ({
  kind: 'views',
  at: noon + hours * hour,
  postId,
  views: count,
  velocity,
});
const published = (hours: number, postId: number): AlertObservation => ({
  kind: 'published',
  at: noon + hours * hour,
  postId,
});
const tick = (hours: number): AlertObservation => ({ kind: 'tick', at: noon + hours * hour });

/** What was sent: hours after noon, and the rules with what they measured. */
function sent(rules: readonly AlertRule[], observations: readonly AlertObservation[], delivery = atOnce) {
  // A message is told by what is observed after it was due.
  const end: AlertObservation = { kind: 'tick', at: (observations.at(-1)?.at ?? noon) + 1 };
  return backTest(rules, delivery, [...observations, end]).map((message) => [
    (message.at - noon) / hour,
    ...message.alerts.map(({ ruleId, postId, measured }) => [ruleId, postId, measured]),
  ]);
}

describe('rules about subscribers', () => {
  it('speak at the threshold, once while it lasts, and again after it was over', () => {
    const counts = [1_000, 910, 900, 899, 1_000, 1_000, 850];
    const observations = counts.map((count, index) => subscribers(index * 5, count));
    // −10 % at 10 h; at 15 h it still holds; at 20 h back; at 30 h −15 % of the 1,000 five hours before.
    expect(sent([fell], observations)).toEqual([
      [10, ['fell', null, -0.1]],
      [30, ['fell', null, -0.15]],
    ]);
  });

  it('look back no farther than they say, and know rises from falls', () => {
    expect(sent([fell, rose], [subscribers(0, 1_000), subscribers(25, 800)])).toEqual([]);
    expect(sent([fell, rose], [subscribers(0, 1_000), subscribers(24, 1_250)])).toEqual([
      [24, ['rose', null, 0.25]],
    ]);
  });

  it('do not divide by nobody', () => {
    expect(sent([rose], [subscribers(0, 0), subscribers(1, 500)])).toEqual([]);
  });
});

describe('rules about posts', () => {
  it('speak once of each post', () => {
    const observations = [
      views(1, 1, 999),
      views(2, 1, 1_000),
      views(3, 1, 1_500),
      views(4, 2, 2_000),
      views(5, 1, 3_000),
    ];
    expect(sent([reached], observations)).toEqual([
      [2, ['reached', 1, 1_000]],
      [4, ['reached', 2, 2_000]],
    ]);
  });

  it('know fast from slow, and say nothing where the usual is not known', () => {
    const observations = [
      views(1, 1, 5, null),
      views(2, 1, 5, 1.9),
      views(3, 1, 5, 2),
      views(4, 2, 5, 0.5),
      views(5, 3, 5, 0.51),
    ];
    expect(sent([fast, slow], observations)).toEqual([
      [3, ['fast', 1, 2]],
      [4, ['slow', 2, 0.5]],
    ]);
  });
});

describe('silence', () => {
  it('is told of the instant it was long enough, however late that is noticed, once', () => {
    expect(sent([silent], [published(0, 1), tick(9.9), tick(17), tick(18)])).toEqual([
      [10, ['silent', null, 36_000]],
    ]);
  });

  it('ends with a post and may come again', () => {
    const observations = [published(0, 1), tick(11), published(12, 2), tick(21), tick(23)];
    expect(sent([silent], observations).map(([when]) => when)).toEqual([10, 22]);
    // Noticed only by the post that ends it.
    expect(sent([silent], [published(0, 1), published(12, 2), tick(23)]).map(([when]) => when)).toEqual([
      10, 22,
    ]);
  });

  it('is not longer because an older post is noticed late', () => {
    expect(
      sent([silent], [published(0, 2), published(-5, 1), tick(9), tick(11)]).map(([when]) => when),
    ).toEqual([10]);
  });

  it('does not begin before anything was published', () => {
    expect(sent([silent], [tick(0), tick(100)])).toEqual([]);
  });
});

describe('delivery', () => {
  const many = [
    views(0, 1, 1_000),
    views(0.5, 2, 1_000),
    views(0.9, 3, 1_000),
    views(1.1, 4, 1_000),
    tick(9),
  ];

  it('makes one message of what is observed at one instant', () => {
    expect(sent([reached], [views(1, 1, 1_000), views(1, 2, 1_000), views(2, 3, 1_000)])).toEqual([
      [1, ['reached', 1, 1_000], ['reached', 2, 1_000]],
      [2, ['reached', 3, 1_000]],
    ]);
  });

  it('bundles what comes within the time after the first', () => {
    expect(sent([reached], many, { bundleSeconds: hour, quiet: null })).toEqual([
      [1, ['reached', 1, 1_000], ['reached', 2, 1_000], ['reached', 3, 1_000]],
      [2.1, ['reached', 4, 1_000]],
    ]);
  });

  it('keeps quiet until the morning of the reader, then sends one message', () => {
    // Berlin is an hour ahead of UTC in November: quiet from 22 to 8 is from 21:00 to 07:00 UTC, 9 to 19 h after noon.
    const quiet = { fromHour: 22, toHour: 8, zone: 'Europe/Berlin' };
    const night = [views(8.9, 1, 1_000), views(9, 2, 1_000), views(15, 3, 1_000), tick(30)];
    expect(sent([reached], night, { bundleSeconds: 0, quiet })).toEqual([
      [8.9, ['reached', 1, 1_000]],
      [19, ['reached', 2, 1_000], ['reached', 3, 1_000]],
    ]);
  });

  it.each([
    ['summer time begins', '2026-03-29T00:30:00.000Z', '2026-03-29T06:00:00.000Z'],
    ['summer time ends', '2026-10-25T00:30:00.000Z', '2026-10-25T07:00:00.000Z'],
  ])('ends quiet hours by the clock on the wall when %s', (_what, happens, goes) => {
    const quiet = { fromHour: 22, toHour: 8, zone: 'Europe/Berlin' };
    const observations: AlertObservation[] = [
      { kind: 'views', at: at(happens), postId: 1, views: 1_000, velocity: null },
      { kind: 'tick', at: at('2026-12-01T00:00:00.000Z') },
    ];
    const messages = backTest([reached], { bundleSeconds: 0, quiet }, observations);
    expect(messages.map((message) => message.at)).toEqual([at(goes)]);
  });

  it('takes quiet hours in a zone off the hour', () => {
    const quiet = { fromHour: 0, toHour: 7, zone: 'Asia/Kolkata' };
    // 12:00 UTC is 17:30 there; 20:00 UTC is 01:30, and 07:00 is 01:30 UTC of the next day, 13.5 h after noon.
    expect(sent([reached], [views(8, 1, 1_000), tick(20)], { bundleSeconds: 0, quiet })).toEqual([
      [13.5, ['reached', 1, 1_000]],
    ]);
  });
});

describe('back-test and live evaluation', () => {
  const rules = [fell, rose, silent, reached, fast, slow];
  const delivery: Delivery = { bundleSeconds: 2 * hour, quiet: { fromHour: 23, toHour: 6, zone: 'UTC' } };
  const observations = fc
    .array(
      fc.record({
        step: fc.integer({ min: 60, max: 20_000 }),
        kind: fc.constantFrom('subscribers' as const, 'published' as const, 'views' as const),
        count: fc.integer({ min: 0, max: 1_500 }),
        postId: fc.integer({ min: 1, max: 5 }),
        velocity: fc.option(fc.double({ min: 0, max: 3, noNaN: true })),
      }),
      { maxLength: 60 },
    )
    .map((steps) => {
      let now = noon;
      return steps.map(({ step, kind, count, postId, velocity }): AlertObservation => {
        now += step;
        if (kind === 'subscribers') return { kind, at: now, subscribers: count };
        return kind === 'published'
          ? { kind, at: now, postId }
          : { kind, at: now, postId, views: count, velocity };
      });
    });

  it('send the same, though the live one stores its state after each observation', () => {
    fc.assert(
      fc.property(observations, (seen) => {
        let stored = JSON.stringify(alertsBegin);
        const live = seen.flatMap((observation) => {
          const step = observe(rules, delivery, JSON.parse(stored), observation);
          stored = JSON.stringify(step.state);
          return step.messages;
        });
        expect(live).toEqual(backTest(rules, delivery, seen));
      }),
    );
  });

  it('do not depend on how often time is observed', () => {
    fc.assert(
      fc.property(observations, (seen) => {
        const end: AlertObservation = { kind: 'tick', at: (seen.at(-1)?.at ?? noon) + 10 * 86_400 };
        const ticked = seen.flatMap((observation, index): AlertObservation[] => {
          const before = seen[index - 1]?.at ?? noon;
          return [{ kind: 'tick', at: Math.floor((before + observation.at) / 2) }, observation];
        });
        expect(backTest(rules, delivery, [...ticked, end])).toEqual(
          backTest(rules, delivery, [...seen, end]),
        );
      }),
    );
  });

  it('send each alert once, in messages that ascend and never lie in quiet hours', () => {
    fc.assert(
      fc.property(observations, (seen) => {
        const messages = backTest(rules, delivery, seen);
        for (const [index, message] of messages.entries()) {
          const wall = new Date(message.at * 1_000).getUTCHours();
          expect(wall < 23 && wall >= 6).toBe(true);
          expect(message.at).toBeGreaterThan(messages[index - 1]?.at ?? 0);
          expect(message.alerts.every((alert) => alert.at <= message.at)).toBe(true);
        }
      }),
    );
  });
});
