import type { Post } from '#contract/post.ts';
import { ratioOf } from '#server/analytics/mean-and-median.ts';
import { countReactions, sumInteractions } from '#server/analytics/sum-interactions.ts';
import type { PostFigures } from '#server/gateway-client/stats-answers.ts';

/** What rates need to know of the channel. */
export interface RateBasis {
  subscribers: number | null;
  /** False: the channel allows no reactions, so an empty list means "off" and not "nobody". */
  hasReactions: boolean | null;
}

type Counters = Pick<Post, 'views' | 'forwards' | 'comments' | 'reactions'>;

/** The figures of one post in the words of the older system. */
export function buildPostFigures(
  post: Counters & Pick<Post, 'paidReactions'>,
  basis: RateBasis,
): PostFigures {
  const reactions = knownReactions(post, basis);
  return {
    views: post.views,
    reactions_count: reactions,
    reactions_breakdown: reactions === null ? null : post.reactions,
    paid_reactions_count: post.paidReactions,
    forwards: post.forwards,
    comments_count: post.comments,
    ...ratesOf(post, basis),
  };
}

/** How many reactions there are; null: Telegram does not say, or the channel allows none. */
export function knownReactions({ reactions }: Counters, { hasReactions }: RateBasis): number | null {
  const count = countReactions(reactions);
  return count === 0 && hasReactions === false ? null : count;
}

/**
 * `er` = interactions / subscribers × 100 and `err` = interactions / views × 100, whatever others call so. Null where
 * the divisor is nothing or unknown, or Telegram tells of no part of the interactions.
 */
export function ratesOf(post: Counters, basis: RateBasis): { er: number | null; err: number | null } {
  const { total, parts } = sumInteractions([post], basis.hasReactions);
  const interactions = parts.length === 0 ? null : total;
  return { er: percent(interactions, basis.subscribers), err: percent(interactions, post.views) };
}

export function percent(value: number | null, divisor: number | null): number | null {
  return ratioOf(value === null ? null : value * 100, divisor);
}
