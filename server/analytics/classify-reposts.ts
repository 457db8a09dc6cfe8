import type { ForwardOrigin } from '#contract/post.ts';
import type { CountedPost } from './counted-post.ts';
import { medianOf } from './mean-and-median.ts';
import { nearestInTime } from './nearest-in-time.ts';

/** `own`: the copy counts its own views. `shared`: it shows the counter of the original. */
export type RepostKind = 'own' | 'shared';

/** Views of originals as they were read in the same sync as their copies; keys from {@link originKey}. */
export type OriginalViews = ReadonlyMap<string, number>;

type Candidate = Pick<CountedPost, 'postId' | 'shownId' | 'postedAt' | 'views' | 'forward'>;

/** The copy's views equal the original's when they differ by at most this share of them. */
const equalShare = 0.01;
const neighbours = 20;
const fewestNeighbours = 5;
const neighbourhoodMs = 30 * 24 * 60 * 60_000;
/** Without the original, views above so many times the usual are taken for the original's. */
const tooManyTimes = 2;

/** Names an original; null when the origin does not say channel and post. */
export function originKey(forward: Pick<ForwardOrigin, 'channelId' | 'postId'> | null): string | null {
  return forward === null || forward.channelId === null || forward.postId === null
    ? null
    : `${forward.channelId}/${forward.postId}`;
}

/**
 * Tells shared reposts from own ones, by `postId`; posts that are no reposts have no entry. A repost is shared if its
 * views equal its original's (±1 %), or, without the original, if they exceed twice the median views of the 20 posts
 * nearest in time that are not forwards at all and lie within ±30 days, given at least 5 of them.
 *
 * `posts` has to reach 30 days beyond the reposts that matter.
 */
export function classifyReposts(
  posts: readonly Candidate[],
  originals: OriginalViews = new Map(),
): Map<number, RepostKind> {
  const usual = posts
    .flatMap(({ forward, views, postedAt, shownId }) =>
      forward === null && views !== null ? [{ at: Date.parse(postedAt), id: shownId, views }] : [],
    )
    .toSorted((left, right) => left.at - right.at);
  const kinds = new Map<number, RepostKind>();
  for (const post of posts) {
    const key = originKey(post.forward);
    if (key === null) continue;
    const original = originals.get(key);
    const isShared =
      post.views !== null &&
      (original === undefined
        ? exceedsNeighbours(post.views, Date.parse(post.postedAt), usual)
        : Math.abs(post.views - original) <= equalShare * original);
    kinds.set(post.postId, isShared ? 'shared' : 'own');
  }
  return kinds;
}

function exceedsNeighbours(
  views: number,
  at: number,
  usual: readonly { at: number; id: number; views: number }[],
): boolean {
  const near = nearestInTime(usual, at, neighbours, neighbourhoodMs);
  if (near.length < fewestNeighbours) return false;
  const median = medianOf(near.map((post) => post.views));
  return median !== null && views > tooManyTimes * median;
}
