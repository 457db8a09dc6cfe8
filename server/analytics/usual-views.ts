import { type LocalTime, partOfDay } from './local-time.ts';
import { medianOf, ratioOf } from './mean-and-median.ts';
import { quantileOf } from './quantile.ts';
import { type PostCurve, viewsAt } from './views-at.ts';

/** A post of the channel with its curve. Callers give eligible posts only. */
export interface CurvedPost extends PostCurve {
  isPinned: boolean;
}

/** What posts of a channel usually have at an age. */
export interface UsualViews {
  median: number;
  /** Eight of ten posts lie between these. */
  low: number;
  high: number;
  n: number;
  /** `part-of-day`: posts of the same six hours of the day; `all`: there were too few of them. */
  basis: 'part-of-day' | 'all';
}

const newestCount = 50;
const fewest = 8;

/**
 * The usual views of a channel at an age in seconds for a post published at `publishedAt` (seconds since 1970): among its
 * 50 newest earlier posts that are not pinned, those of the same part of the day by the channel's clock if at least 8 of
 * them are known at that age, else all of them; null with fewer than 8.
 */
export function usualViewsAt(
  posts: readonly CurvedPost[],
  publishedAt: number,
  ageSeconds: number,
  clock: (instant: number) => LocalTime,
): UsualViews | null {
  const part = partOfDay(clock(publishedAt));
  const known = posts
    .filter((post) => !post.isPinned && post.publishedAt < publishedAt)
    .toSorted((left, right) => right.publishedAt - left.publishedAt || right.postId - left.postId)
    .slice(0, newestCount)
    .flatMap((post) => {
      const views = viewsAt(post, ageSeconds);
      return views === null ? [] : [{ views, isSamePart: partOfDay(clock(post.publishedAt)) === part }];
    });
  const ofPart = known.filter(({ isSamePart }) => isSamePart);
  const basis = ofPart.length >= fewest ? 'part-of-day' : 'all';
  const views = (basis === 'all' ? known : ofPart).map((post) => post.views);
  const [median, low, high] = [medianOf(views), quantileOf(views, 0.1), quantileOf(views, 0.9)];
  if (views.length < fewest || median === null || low === null || high === null) return null;
  return { median, low, high, n: views.length, basis };
}

/** How fast a post goes: its views at an age ÷ the usual ones; null where either is unknown or the usual is nothing. */
export function velocityOf(post: PostCurve, ageSeconds: number, usual: UsualViews | null): number | null {
  return ratioOf(viewsAt(post, ageSeconds), usual?.median ?? null);
}
