import type { EligiblePost } from './eligible-posts.ts';

/** Most views first; of equally many the smaller id. */
export function byViews<Counted extends Pick<EligiblePost, 'views' | 'shownId'>>(
  posts: readonly Counted[],
): Counted[] {
  return posts.toSorted((left, right) => right.views - left.views || left.shownId - right.shownId);
}

/** The post of a set with the most views; null of no posts. */
export function bestPost<Counted extends Pick<EligiblePost, 'views' | 'shownId'>>(
  posts: readonly Counted[],
): Counted | null {
  return byViews(posts)[0] ?? null;
}
