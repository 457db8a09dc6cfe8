import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSample, burstyCurve } from './a-curve.ts';
import { addCurveGains, type DayGains, dayOf } from './day-gains.ts';
import { mergeSamples } from './merge-samples.ts';
import type { Sample } from './sample.ts';

const noon = Date.parse('2026-11-20T12:00:00Z') / 1_000;
const day = 86_400;

function gainsOf(curve: readonly Sample[], postedAt: number | null): DayGains {
  const days: DayGains = new Map();
  addCurveGains(days, curve, postedAt);
  return days;
}

describe('addCurveGains', () => {
  it('counts a young post from nothing, and each difference on the day of its later reading', () => {
    const curve = [
      aSample(noon, { views: 40 }),
      aSample(noon + 3_600, { views: 100, comments: null }),
      aSample(noon + day, { views: 90, forwards: 4 }),
    ];
    expect(gainsOf(curve, noon - 600)).toEqual(
      new Map([
        ['2026-11-20', { views: 100, forwards: 1, comments: 0, reactions: 2 }],
        ['2026-11-21', { views: -10, forwards: 3, comments: 0, reactions: 0 }],
      ]),
    );
  });

  it('knows nothing of what an old post had before it was first read', () => {
    expect(gainsOf([aSample(noon, { views: 5_000 })], noon - 2 * day)).toEqual(new Map());
    expect(gainsOf([aSample(noon), aSample(noon + 60, { views: 13 })], noon - 2 * day)).toEqual(
      new Map([['2026-11-20', { views: 3, forwards: 0, comments: 0, reactions: 0 }]]),
    );
  });

  it('adds up to the difference of the last and the first reading, and does not miss readings that were left out', () => {
    fc.assert(
      fc.property(burstyCurve, (curve) => {
        const days = gainsOf(curve, null);
        const said = curve.map(({ views }) => views).filter((views) => views !== null);
        const total = [...days.values()].reduce((sum, { views }) => sum + (views ?? 0), 0);
        expect(total).toBe((said.at(-1) ?? 0) - (said[0] ?? 0));
        const merged = gainsOf(mergeSamples(curve), null);
        for (const [key, gains] of days) {
          const nothing = { views: 0, forwards: 0, comments: 0, reactions: 0 };
          for (const counter of ['views', 'forwards', 'reactions'] as const) {
            expect((merged.get(key) ?? nothing)[counter] ?? 0).toBe(gains[counter] ?? 0);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('has days of UTC', () => {
    expect(dayOf(Date.parse('2026-11-20T23:59:59Z') / 1_000)).toBe('2026-11-20');
  });
});
