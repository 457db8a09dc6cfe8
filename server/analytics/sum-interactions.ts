import type { InteractionPart } from '#contract/figure.ts';
import type { CountedPost } from './counted-post.ts';
import { ratioOf } from './mean-and-median.ts';

export interface Interactions {
  /** reactions + forwards + comments of all posts; a part that is absent counts nothing. Stars are never inside. */
  total: number;
  /** The parts that Telegram told of at least one post. */
  parts: InteractionPart[];
}

type Counters = Pick<CountedPost, 'forwards' | 'comments' | 'reactions'>;

/**
 * Sums the interactions of a set of posts. `hasReactions` false says that the channel allows no reactions: an empty list
 * then means "off", not "nobody". Null: it is not known, and an empty list means nobody.
 */
export function sumInteractions(
  posts: readonly Counters[],
  hasReactions: boolean | null = null,
): Interactions {
  const reactions = posts.map((post) => countReactions(post.reactions));
  const isPresent: Record<InteractionPart, boolean> = {
    reactions: reactions.some((count) => count !== null && (count > 0 || hasReactions !== false)),
    forwards: posts.some((post) => post.forwards !== null),
    comments: posts.some((post) => post.comments !== null),
  };
  const total = posts.reduce(
    (sum, post, index) => sum + (reactions[index] ?? 0) + (post.forwards ?? 0) + (post.comments ?? 0),
    0,
  );
  return { total, parts: partOrder.filter((part) => isPresent[part]) };
}

const partOrder: readonly InteractionPart[] = ['reactions', 'forwards', 'comments'];

/** How many reactions there are in all; null: the source does not say. */
export function countReactions(reactions: CountedPost['reactions']): number | null {
  return reactions === null ? null : Object.values(reactions).reduce((sum, count) => sum + count, 0);
}

/** Σ interactions / Σ views over the set, 0…1 as a rule, with both sums; null without views or without any part. */
export function interactionsPerView(
  posts: readonly (Counters & { views: number })[],
  hasReactions: boolean | null = null,
): { value: number | null; total: number; views: number; parts: InteractionPart[] } {
  const { total, parts } = sumInteractions(posts, hasReactions);
  const views = posts.reduce((sum, post) => sum + post.views, 0);
  return { value: parts.length === 0 ? null : ratioOf(total, views), total, views, parts };
}
