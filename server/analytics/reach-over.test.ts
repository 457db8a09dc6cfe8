import { describe, expect, it } from 'vitest';
import { aPost } from './a-post.ts';
import { aPostCurve } from './a-post-curve.ts';
import { reachOver } from './reach-over.ts';

const from = new Date('2026-11-01T00:00:00.000Z');
const to = new Date('2026-11-08T00:00:00.000Z');
const published = (day: number) => `2026-11-0${day}T12:00:00.000Z`;
const curves = (values: Record<number, number>) =>
  new Map(
    Object.entries(values).map(([postId, views]) => [
      Number(postId),
      aPostCurve(
        [
          [23, views - 1],
          [24, views],
          [25, views + 1],
        ],
        { postId: Number(postId) },
      ),
    ]),
  );

describe('reachOver', () => {
  it('is mean and median over the posts of the window that lived so long', () => {
    const posts = [
      aPost({ postId: 1, postedAt: published(1) }),
      aPost({ postId: 2, postedAt: published(2), deletedAt: '2026-11-03T12:00:00.000Z' }),
      aPost({ postId: 3, postedAt: published(2), deletedAt: '2026-11-03T11:59:59.000Z' }),
      aPost({ postId: 4, postedAt: published(3) }),
      aPost({ postId: 5, postedAt: published(4) }),
      aPost({ postId: 6, postedAt: published(7) }),
      aPost({ postId: 7, postedAt: '2026-10-31T12:00:00.000Z' }),
      aPost({ postId: 8, postedAt: published(4) }),
    ];
    const known = curves({ 1: 100, 2: 200, 3: 7_777, 4: 600, 5: 9_999, 6: 8_888, 7: 6_666 });
    // 3 was deleted before, 5 shows another's counter, 6 is too young, 7 older than the window, 8 was never read.
    expect(reachOver(posts, new Map([[5, 'shared']]), known, { from, to }, 24)).toEqual({
      mean: 300,
      median: 200,
      n: 3,
      oldEnough: 4,
      approximate: false,
    });
  });

  it('is unknown without posts and without samples', () => {
    expect(reachOver([], new Map(), new Map(), { from, to }, 24)).toEqual({
      mean: null,
      median: null,
      n: 0,
      oldEnough: 0,
      approximate: false,
    });
    expect(
      reachOver([aPost({ postId: 1, postedAt: published(1) })], new Map(), new Map(), { from, to }, 24),
    ).toEqual({ mean: null, median: null, n: 0, oldEnough: 1, approximate: false });
  });

  it('estimates posts that were met when they were old until twelve were read in time, and says so', () => {
    const posts = Array.from({ length: 13 }, (_, index) =>
      aPost({ postId: index + 1, postedAt: published(1) }),
    );
    const met = aPostCurve([[80, 1_000]]);
    const read = (count: number) =>
      new Map(
        posts.map(({ postId }) => [
          postId,
          postId <= count
            ? aPostCurve([
                [24, 100],
                [80, 200],
              ])
            : met,
        ]),
      );
    const reach = (count: number, completion: number | null) =>
      reachOver(posts, new Map(), read(count), { from, to }, 24, { completion });
    expect(reach(11, 0.6)).toMatchObject({ n: 13, mean: (11 * 100 + 2 * 600) / 13, approximate: true });
    expect(reach(12, 0.6)).toMatchObject({ n: 12, mean: 100, approximate: false });
    expect(reach(11, null)).toMatchObject({ n: 11, mean: 100, approximate: false });
  });
});
