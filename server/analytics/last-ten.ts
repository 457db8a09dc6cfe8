import type { InteractionPart } from '#contract/figure.ts';
import { type EligiblePost, newestFirst } from './eligible-posts.ts';
import { meanOf, ratioOf } from './mean-and-median.ts';
import { interactionsPerView, sumInteractions } from './sum-interactions.ts';

/** The older system's figures over the ten newest eligible posts, however fresh. */
export interface LastTen {
  /** Newest first, fewer than ten when there are fewer. */
  posts: EligiblePost[];
  /** Null of no posts. */
  viewsLast10Posts: number | null;
  avgViewsPerPost: number | null;
  /** Sum over the posts; a part that is absent counts nothing. */
  interactions: number;
  interactionsPerView: number | null;
  interactionsPerSubscriber: number | null;
  parts: InteractionPart[];
}

export function lastTen(
  eligible: readonly EligiblePost[],
  subscribers: number | null,
  hasReactions: boolean | null = null,
): LastTen {
  const posts = newestFirst(eligible).slice(0, 10);
  const views = posts.map((post) => post.views);
  const { total, parts } = sumInteractions(posts, hasReactions);
  return {
    posts,
    viewsLast10Posts: views.length === 0 ? null : views.reduce((sum, each) => sum + each, 0),
    avgViewsPerPost: meanOf(views),
    interactions: total,
    interactionsPerView: interactionsPerView(posts, hasReactions).value,
    interactionsPerSubscriber: parts.length === 0 ? null : ratioOf(total, subscribers),
    parts,
  };
}
