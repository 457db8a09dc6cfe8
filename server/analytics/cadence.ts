import type { CountedPost } from './counted-post.ts';
import { ratioOf } from './mean-and-median.ts';

/** How often a channel writes, and how much of it is advertising. */
export interface Cadence {
  /** All posts a day, deleted ones and reposts included; null where nothing was covered. */
  postsPerDay: number | null;
  adsPerDay: number | null;
  /** Ads ÷ posts; null without posts. */
  adShare: number | null;
  posts: number;
  ads: number;
}

const dayMs = 24 * 60 * 60_000;
/** Less than this says nothing about a day. */
const shortestMs = dayMs;

/**
 * Counts the posts published from the beginning of the covered part until before its end. `isAd` is the given
 * classifier: ads are often deleted after a day, so deleted posts and reposts are counted as well.
 */
export function cadenceOf<Counted extends Pick<CountedPost, 'postedAt'>>(
  posts: readonly Counted[],
  coverage: { from: Date; to: Date },
  isAd: (post: Counted) => boolean,
): Cadence {
  const [from, to] = [coverage.from.getTime(), coverage.to.getTime()];
  const covered = posts.filter(({ postedAt }) => Date.parse(postedAt) >= from && Date.parse(postedAt) < to);
  const ads = covered.filter(isAd).length;
  const days = to - from >= shortestMs ? (to - from) / dayMs : null;
  return {
    postsPerDay: ratioOf(covered.length, days),
    adsPerDay: ratioOf(ads, days),
    adShare: ratioOf(ads, covered.length),
    posts: covered.length,
    ads,
  };
}
