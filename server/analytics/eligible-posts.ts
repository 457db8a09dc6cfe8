import type { RepostKind } from './classify-reposts.ts';
import type { CountedPost } from './counted-post.ts';

/** A post with views: only such posts enter an average. */
export type EligiblePost = CountedPost & { views: number };

/** The posts that count: not deleted, with views, and not the counter of somebody else's post. */
export function eligiblePosts<Counted extends CountedPost>(
  posts: readonly Counted[],
  kinds: ReadonlyMap<number, RepostKind>,
): (Counted & EligiblePost)[] {
  return posts.filter(
    (post): post is Counted & EligiblePost =>
      post.deletedAt === null && post.views !== null && kinds.get(post.postId) !== 'shared',
  );
}

const matureMs = 24 * 60 * 60_000;

/** At least a day old: its views have mostly come. */
export function isMature(post: Pick<CountedPost, 'postedAt'>, now: Date): boolean {
  return now.getTime() - Date.parse(post.postedAt) >= matureMs;
}

/** Newest first: by publication, then by the id people see. */
export function newestFirst<Counted extends Pick<CountedPost, 'postedAt' | 'shownId'>>(
  posts: readonly Counted[],
): Counted[] {
  return posts.toSorted(
    (left, right) => Date.parse(right.postedAt) - Date.parse(left.postedAt) || right.shownId - left.shownId,
  );
}
