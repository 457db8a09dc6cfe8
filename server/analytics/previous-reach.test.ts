import { describe, expect, it } from 'vitest';
import { aPost } from './a-post.ts';
import { aPostCurve } from './a-post-curve.ts';
import { compareWithPrevious } from './previous-reach.ts';

const hourMs = 3_600_000;
const now = new Date('2026-11-30T12:00:00.000Z');
const ago = (hours: number): Date => new Date(now.getTime() - hours * hourMs);
const week = { from: ago(168), to: now };
const none = new Map<number, 'own' | 'shared'>();

/** Posts so many hours old, read every half hour until now, each with `perHour` views an hour. */
function channel(ages: readonly (readonly [hours: number, perHour: number])[]) {
  const posts = ages.map(([hours], index) =>
    aPost({ postId: index + 1, postedAt: ago(hours).toISOString() }),
  );
  const curves = new Map(
    ages.map(([hours, perHour], index) => {
      const pairs = Array.from({ length: Math.floor(hours * 2) }, (_, each): [number, number] => [
        (each + 1) / 2,
        ((each + 1) / 2) * perHour,
      ]);
      const publishedAt = ago(hours).getTime() / 1_000;
      return [index + 1, aPostCurve(pairs, { postId: index + 1, publishedAt })];
    }),
  );
  return { posts, curves };
}

const before = [200, 210, 220, 230, 240].map((hours): [number, number] => [hours, 10]);

describe('compareWithPrevious', () => {
  it('compares the medians at 24 hours', () => {
    const { posts, curves } = channel([
      ...before,
      [30, 20],
      [40, 30],
      [50, 40],
      [60, 50],
      [70, 60],
      [5, 999],
    ]);
    expect(compareWithPrevious(posts, none, curves, week, ago(336))).toEqual({
      current: 960,
      previous: 240,
      ageHours: 24,
      n: 5,
      previousN: 5,
    });
  });

  it('does not take posts for worse because they are younger', () => {
    const { posts, curves } = channel([...before, [4, 10], [5, 10], [8, 10], [20, 10], [23, 10]]);
    expect(compareWithPrevious(posts, none, curves, week, ago(336))).toEqual({
      current: 30,
      previous: 30,
      ageHours: 3,
      n: 5,
      previousN: 5,
    });
  });

  it('counts a post of the border once, in the later window', () => {
    const { posts, curves } = channel([...before.slice(1), [168, 10], [30, 1], [40, 1], [50, 1], [60, 1]]);
    expect(compareWithPrevious(posts, none, curves, week, ago(336))).toBeNull();
  });

  it.each([
    {
      what: 'the window before was not observed from its beginning',
      observed: 335,
      ages: [30, 31, 32, 33, 34],
    },
    { what: 'the window has four posts', observed: 336, ages: [30, 31, 32, 33] },
    { what: 'the posts are younger than an hour', observed: 336, ages: [0.5, 0.6, 0.7, 0.8, 0.9] },
  ])('is null when $what', ({ observed, ages }) => {
    const { posts, curves } = channel([...before, ...ages.map((hours): [number, number] => [hours, 10])]);
    expect(compareWithPrevious(posts, none, curves, week, ago(observed))).toBeNull();
  });

  it('leaves out reposts that show another counter', () => {
    const { posts, curves } = channel([...before, [30, 20], [40, 30], [50, 40], [60, 50], [70, 60]]);
    expect(compareWithPrevious(posts, new Map([[1, 'shared']]), curves, week, ago(336))).toBeNull();
  });
});
