import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPostCurve } from './a-post-curve.ts';
import { dailyReach, viewsByHour } from './hourly-views.ts';
import { createLocalClock } from './local-time.ts';

const hour = 3_600;
const at = (instant: string): number => Date.parse(instant) / 1_000;

/** One view in each UTC hour from one instant until another. */
function oneAnHour(from: string, until: string): Map<number, number> {
  const hours = new Map<number, number>();
  for (let each = at(from); each < at(until); each += hour) hours.set(each, 1);
  return hours;
}

describe('viewsByHour', () => {
  it('gives each difference to the hour of the later reading', () => {
    const publishedAt = at('2026-11-01T12:00:00.000Z');
    const young = aPostCurve(
      [
        [0.5, 10],
        [0.9, 15],
        [1.2, null],
        [2, 40],
        [3, 38],
      ],
      { publishedAt },
    );
    const old = aPostCurve(
      [
        [25, 1_000],
        [26, 1_007],
      ],
      { publishedAt: publishedAt - 24 * hour },
    );
    expect([...viewsByHour([young, old])].toSorted(([one], [other]) => one - other)).toEqual([
      [publishedAt, 15],
      [publishedAt + hour, 0],
      [publishedAt + 2 * hour, 25 + 7],
      [publishedAt + 3 * hour, -2],
    ]);
  });

  it('sums to what the posts gained, however it is read between', () => {
    const steps = fc.array(fc.record({ hours: fc.integer({ min: 1, max: 40 }), gain: fc.nat(500) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(steps, (gains) => {
        let age = 0;
        let views = 0;
        const pairs = gains.map(({ hours, gain }): [number, number] => {
          age += hours / 3;
          views += gain;
          return [age, views];
        });
        const total = [...viewsByHour([aPostCurve(pairs)]).values()].reduce((sum, each) => sum + each, 0);
        expect(total).toBe(views);
      }),
    );
  });
});

describe('dailyReach', () => {
  it.each([
    { what: 'has 23 hours when summer time begins', day: '2026-03-29', hours: 23 },
    { what: 'has 25 hours when it ends', day: '2026-10-25', hours: 25 },
    { what: 'has 24 hours otherwise', day: '2026-06-10', hours: 24 },
  ])('in Berlin $what', ({ day, hours }) => {
    const middle = at(`${day}T12:00:00.000Z`);
    const from = new Date((middle - 2 * 86_400) * 1_000).toISOString();
    const until = new Date((middle + 2 * 86_400) * 1_000).toISOString();
    const days = dailyReach(oneAnHour(from, until), at(from), at(until), createLocalClock('Europe/Berlin'));
    expect(days.find((each) => each.day === day)).toEqual({ day, views: hours, approximate: false });
    expect(days[0]?.views).toBeNull();
  });

  it('in Kolkata has its border at the nearest hour, and says so', () => {
    const [from, until] = ['2026-11-18T00:00:00.000Z', '2026-11-21T00:00:00.000Z'];
    const hours = new Map([
      [at('2026-11-19T17:00:00.000Z'), 100],
      [at('2026-11-19T18:00:00.000Z'), 10],
      [at('2026-11-19T19:00:00.000Z'), 1],
    ]);
    const days = dailyReach(hours, at(from), at(until), createLocalClock('Asia/Kolkata'));
    // The day ends at 18:30 UTC. The hour from 18:00 has its middle exactly there, which is the next day's beginning.
    expect(days.slice(1, 3)).toEqual([
      { day: '2026-11-19', views: 100, approximate: true },
      { day: '2026-11-20', views: 11, approximate: true },
    ]);
  });

  it('knows nothing of the first day, even when nothing was gained, and zero of later ones', () => {
    const [from, until] = ['2026-11-18T22:00:00.000Z', '2026-11-20T01:00:00.000Z'];
    expect(dailyReach(new Map(), at(from), at(until), createLocalClock('UTC'))).toEqual([
      { day: '2026-11-18', views: null, approximate: false },
      { day: '2026-11-19', views: 0, approximate: false },
      { day: '2026-11-20', views: 0, approximate: false },
    ]);
  });
});
