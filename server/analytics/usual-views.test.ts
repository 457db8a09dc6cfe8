import { describe, expect, it } from 'vitest';
import { aPostCurve, noon } from './a-post-curve.ts';
import { createLocalClock } from './local-time.ts';
import { type CurvedPost, usualViewsAt, velocityOf } from './usual-views.ts';

const clock = createLocalClock('UTC');
const day = 86_400;
const hour = 3_600;

/** A post of so many days before noon of 1 November, shifted by hours, with its views at 24 h. */
function earlier(
  daysAgo: number,
  views: number | null,
  more: { isPinned?: boolean; hours?: number } = {},
): CurvedPost {
  const publishedAt = noon - daysAgo * day + (more.hours ?? 0) * hour;
  const curve = aPostCurve(
    [
      [23, views],
      [24, views],
      [25, views],
    ],
    { postId: 1_000 - daysAgo, publishedAt },
  );
  return { ...curve, isPinned: more.isPinned ?? false };
}

describe('usualViewsAt', () => {
  it('takes posts of the same part of the day when eight of them are known', () => {
    const noons = [10, 20, 30, 40, 50, 60, 70, 80, 90].map((views, index) => earlier(index + 2, views));
    const nights = [1, 2, 3].map((views, index) => earlier(index + 2, views, { hours: -10 }));
    const usual = usualViewsAt([...noons, ...nights], noon, 24 * hour, clock);
    // Nine values: the percentiles lie at positions 0.8 and 7.2.
    expect(usual).toMatchObject({ median: 50, n: 9, basis: 'part-of-day' });
    expect(usual?.low).toBeCloseTo(18, 9);
    expect(usual?.high).toBeCloseTo(82, 9);
  });

  it('takes all of them when the part of the day has seven, and says so', () => {
    const noons = [1, 2, 3, 4, 5, 6, 7].map((views, index) => earlier(index + 2, views));
    const posts = [...noons, earlier(3, 8, { hours: -10 }), earlier(4, 9, { hours: -10 })];
    expect(usualViewsAt(posts, noon, 24 * hour, clock)).toMatchObject({ median: 5, n: 9, basis: 'all' });
  });

  it('leaves out pinned posts, later ones and the post itself, and is null with fewer than eight', () => {
    const seven = [1, 2, 3, 4, 5, 6, 7].map((views, index) => earlier(index + 2, views));
    const others = [earlier(9, 99, { isPinned: true }), earlier(0, 99), earlier(-1, 99), earlier(10, null)];
    expect(usualViewsAt([...seven, ...others], noon, 24 * hour, clock)).toBeNull();
    expect(usualViewsAt([...seven, earlier(9, 8)], noon, 24 * hour, clock)).toMatchObject({ n: 8 });
  });

  it('looks no farther back than the fifty newest', () => {
    const posts = Array.from({ length: 60 }, (_, index) => earlier(index + 2, index < 50 ? 100 : 9_999));
    expect(usualViewsAt(posts, noon, 24 * hour, clock)).toMatchObject({ n: 50, median: 100, high: 100 });
  });

  it('goes by the clock of the channel’s zone: 20:30 UTC is the next night in Kolkata', () => {
    const posts = [
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((views, index) => earlier(index + 2, views, { hours: 8.5 })),
      ...[90, 91, 92].map((views, index) => earlier(index + 2, views, { hours: 6 })),
    ];
    const at = noon + 8 * hour;
    expect(usualViewsAt(posts, at, 24 * hour, clock)).toMatchObject({ n: 11, basis: 'part-of-day' });
    const kolkata = createLocalClock('Asia/Kolkata');
    expect(usualViewsAt(posts, at, 24 * hour, kolkata)).toMatchObject({ n: 8, basis: 'part-of-day' });
  });
});

describe('velocityOf', () => {
  const usual = { median: 50, low: 18, high: 82, n: 9, basis: 'all' } as const;

  it('is views ÷ usual views', () => {
    expect(velocityOf(earlier(0, 120), 24 * hour, usual)).toBe(2.4);
    expect(velocityOf(earlier(0, 0), 24 * hour, usual)).toBe(0);
  });

  it('is null where either is unknown or the usual is nothing', () => {
    expect(velocityOf(earlier(0, null), 24 * hour, usual)).toBeNull();
    expect(velocityOf(earlier(0, 120), 24 * hour, null)).toBeNull();
    expect(velocityOf(earlier(0, 120), 24 * hour, { ...usual, median: 0 })).toBeNull();
  });
});
