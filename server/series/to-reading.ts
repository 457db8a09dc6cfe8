import type { Post } from '#contract/post.ts';
import type { PostSample } from './sample.ts';

/** One reading of a post as it is saved: its counters and, apart, which emoji they are made of. */
export interface PostReading extends PostSample {
  /** null: Telegram did not say. */
  breakdown: Post['reactions'];
  /** Publication, whole seconds since 1970. */
  postedAt: number;
}

/** What a post counted when it was read. Fractions of a second are dropped: the same page read once stays one reading. */
export function toReading(post: Post): PostReading {
  const { postId, views, forwards, comments, reactions } = post;
  return {
    postId,
    at: toSeconds(post.capturedAt),
    views,
    forwards,
    comments,
    reactions: sumReactions(reactions),
    breakdown: reactions,
    postedAt: toSeconds(post.postedAt),
  };
}

/** How often anything was left; null: Telegram did not say. */
export function sumReactions(reactions: Post['reactions']): number | null {
  return reactions === null ? null : Object.values(reactions).reduce((sum, count) => sum + count, 0);
}

function toSeconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1_000);
}
