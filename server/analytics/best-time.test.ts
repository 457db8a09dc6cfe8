import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestTime } from './best-time.ts';

const day = 86_400_000;
/** A Monday, midnight UTC. */
const monday = Date.parse('2026-06-01T00:00:00.000Z');

/** A post every day at noon UTC for `weeks`; Wednesdays gather twice as much, at 100 + the number of the week. */
function noons(weeks: number): { shownId: number; postedAt: string; views: number }[] {
  return Array.from({ length: weeks * 7 }, (_, index) => ({
    shownId: index + 1,
    postedAt: new Date(monday + index * day + day / 2).toISOString(),
    views: index % 7 === 2 ? 200 : 100,
  }));
}

describe('bestTime', () => {
  it('finds the weekday and hour at which posts gathered more than their neighbours', () => {
    const best = bestTime(noons(8), 'UTC');
    expect(best.best).toEqual({ weekday: 2, hour: 12, basis: 'hour', lift: 2, n: 8 });
    expect(
      best.cells.filter(({ basis }) => basis === 'hour').map(({ weekday, lift }) => [weekday, lift]),
    ).toEqual([0, 1, 2, 3, 4, 5, 6].map((weekday) => [weekday, weekday === 2 ? 2 : 1]));
    expect(best.weekdays[2]).toEqual({ lift: 2, n: 8 });
    expect(best.hours[12]).toEqual({ lift: 1, n: 56 });
    expect(best.hours[11]).toBeNull();
    expect(best.n).toBe(56);
  });

  it('compares with neighbours only: a channel that grows has no best time', () => {
    const growing = noons(8).map((post, index) => ({ ...post, views: 1_000 + 100 * index }));
    for (const { lift } of bestTime(growing, 'UTC').weekdays.filter((each) => each !== null)) {
      expect(lift).toBeGreaterThan(0.9);
      expect(lift).toBeLessThan(1.1);
    }
  });

  it('falls back to blocks of three hours, and then to weekday and hour apart', () => {
    const scattered = noons(3).map((post, index) => ({
      ...post,
      postedAt: new Date(Date.parse(post.postedAt) + Math.floor(index / 7) * 3_600_000).toISOString(),
    }));
    const blocks = bestTime(scattered, 'UTC');
    // Three Wednesdays at 12, 13 and 14 o'clock: no hour has three posts, their block has.
    expect(blocks.best).toMatchObject({ weekday: 2, hour: 12, basis: 'block', lift: 2, n: 3 });
    expect(blocks.cells).toHaveLength(7 * 3);
    const two = bestTime(noons(2), 'UTC');
    expect(two.best).toBeNull();
    expect(two.cells).toEqual([]);
    expect(two.hours[12]).toEqual({ lift: 1, n: 14 });
    expect(two.weekdays).toEqual(Array.from({ length: 7 }, () => null));
  });

  it('goes by the clock of the viewer’s zone, summer time included', () => {
    expect(bestTime(noons(8), 'Asia/Kolkata').best).toMatchObject({ weekday: 2, hour: 17 });
    expect(bestTime(noons(8), 'Europe/Berlin').best).toMatchObject({ weekday: 2, hour: 14 });
    const winter = noons(8).map((post) => ({
      ...post,
      postedAt: new Date(Date.parse(post.postedAt) + 182 * day).toISOString(),
    }));
    expect(bestTime(winter, 'Europe/Berlin').best).toMatchObject({ weekday: 2, hour: 13 });
  });

  it('is empty without posts, with too few neighbours, and without views', () => {
    for (const posts of [[], noons(1).slice(0, 5), noons(8).map((post) => ({ ...post, views: 0 }))]) {
      expect(bestTime(posts, 'UTC')).toMatchObject({ cells: [], best: null, n: 0 });
    }
  });

  it('does not depend on the order of the posts or on their scale', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(noons(6), { minLength: 20 }), (posts) => {
        const ordered = posts.toSorted((left, right) => left.shownId - right.shownId);
        const larger = posts.map((post) => ({ ...post, views: post.views * 8 }));
        expect(bestTime(posts, 'UTC')).toEqual(bestTime(ordered, 'UTC'));
        expect(bestTime(larger, 'UTC')).toEqual(bestTime(ordered, 'UTC'));
      }),
      { numRuns: 30 },
    );
  });
});
