import { isWithin } from './choose-post-set.ts';
import type { RepostKind } from './classify-reposts.ts';
import type { CountedPost } from './counted-post.ts';
import { type EstimatedReach, reachOrEstimate } from './estimated-reach.ts';
import { meanOf, medianOf } from './mean-and-median.ts';
import type { ViewsCurve } from './views-at.ts';

/** Reach at one age over the posts of a window. */
export interface Reach {
  mean: number | null;
  median: number | null;
  /** Posts of which the value is known. */
  n: number;
  /** Posts of the window that are old enough to have it; those beyond `n` were not read at the right time. */
  oldEnough: number;
  /** Some values were worked out from the first count of a post that was met when it was old. */
  approximate: boolean;
}

export type DatedPost = Pick<CountedPost, 'postId' | 'postedAt' | 'deletedAt'>;

const hourMs = 60 * 60_000;
/** With so many posts that were read in time nothing is estimated any more. */
const enoughOfOwn = 12;

/**
 * Mean and median of views at `hours` after publication over the posts of a window that lived so long, those deleted
 * later included, without reposts that show somebody else's counter. `curves` by `postId`; `now` is the window's end unless
 * the window is past. `completion`, the usual share of the final views at that age, lets posts that were met when they were
 * old take part as long as fewer than twelve were read in time; null: they stay out.
 */
export function reachOver(
  posts: readonly DatedPost[],
  kinds: ReadonlyMap<number, RepostKind>,
  curves: ReadonlyMap<number, ViewsCurve>,
  window: { from: Date; to: Date },
  hours: number,
  { now = window.to, completion = null }: { now?: Date; completion?: number | null } = {},
): Reach {
  const old = posts.filter(
    (post) =>
      kinds.get(post.postId) !== 'shared' &&
      isWithin(post.postedAt, window) &&
      livedUntil(post, now) - Date.parse(post.postedAt) >= hours * hourMs,
  );
  const found = old.flatMap(({ postId }): EstimatedReach[] => {
    const curve = curves.get(postId);
    const reach = curve === undefined ? null : reachOrEstimate(curve, hours, completion);
    return reach === null ? [] : [reach];
  });
  const read = found.filter(({ approximate }) => !approximate);
  const taken = read.length >= enoughOfOwn ? read : found;
  const values = taken.map(({ value }) => value);
  return {
    mean: meanOf(values),
    median: medianOf(values),
    n: values.length,
    oldEnough: old.length,
    approximate: taken.length > read.length,
  };
}

function livedUntil({ deletedAt }: DatedPost, now: Date): number {
  return deletedAt === null ? now.getTime() : Math.min(now.getTime(), Date.parse(deletedAt));
}
