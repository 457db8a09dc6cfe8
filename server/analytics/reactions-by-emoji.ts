import type { CountedPost } from './counted-post.ts';
import { mergeCounts } from './merge-counts.ts';

/** One reaction: the emoji itself, or `custom:<document id>`. */
export interface EmojiCount {
  reaction: string;
  count: number;
  /** Of all reactions, 0…1. */
  share: number;
}

/** Reactions of posts by emoji, most first; empty: nobody reacted. Null: no post says anything about reactions. */
export function reactionsByEmoji(posts: readonly Pick<CountedPost, 'reactions'>[]): EmojiCount[] | null {
  const counts = mergeCounts(posts.map(({ reactions }) => reactions));
  if (counts === null) return null;
  const entries = Object.entries(counts).filter(([, count]) => count > 0);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  return entries
    .map(([reaction, count]) => ({ reaction, count, share: count / total }))
    .toSorted((left, right) => right.count - left.count || (left.reaction < right.reaction ? -1 : 1));
}
