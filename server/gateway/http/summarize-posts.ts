import type { Post } from '#contract/post.ts';
import { classifyReposts } from '#server/analytics/classify-reposts.ts';
import { eligiblePosts } from '#server/analytics/eligible-posts.ts';
import { meanOf, medianOf, ratioOf } from '#server/analytics/mean-and-median.ts';
import { sumInteractions } from '#server/analytics/sum-interactions.ts';
import type { PostsMiddle, PostsStats } from '#server/gateway-client/stats-answers.ts';
import { knownReactions, percent, type RateBasis, ratesOf } from './post-figures.ts';

/**
 * Sums, means and medians over the posts that count: with views, and not showing the counter of somebody else's post.
 * The mean rates are those of the whole set, Σ interactions / Σ views; the median ones those of the post in the middle.
 * `around` are all posts that were read: whose counter a repost shows is judged by its neighbours.
 */
export function summarizePosts(
  posts: readonly Post[],
  basis: RateBasis,
  around: readonly Post[] = posts,
): { summary: Pick<PostsStats, 'average' | 'median' | 'totals'>; counted: ReadonlySet<number> } {
  const eligible = eligiblePosts(posts, classifyReposts(around));
  const counts = {
    views: eligible.map((post) => post.views),
    reactions_count: known(eligible.map((post) => knownReactions(post, basis))),
    forwards: known(eligible.map((post) => post.forwards)),
    comments_count: known(eligible.map((post) => post.comments)),
  };
  const rates = eligible.map((post) => ratesOf(post, basis));
  return {
    summary: {
      average: { ...middleOf(counts, meanOf), ...ratesOfAll(eligible, basis) },
      median: {
        ...middleOf(counts, medianOf),
        er: medianOf(known(rates.map((rate) => rate.er))),
        err: medianOf(known(rates.map((rate) => rate.err))),
      },
      totals: {
        posts_count: eligible.length,
        views: totalOf(counts.views),
        reactions_count: totalOf(counts.reactions_count),
        forwards: totalOf(counts.forwards),
        comments_count: totalOf(counts.comments_count),
      },
    },
    counted: new Set(eligible.map((post) => post.postId)),
  };
}

type Counts = Record<'views' | 'reactions_count' | 'forwards' | 'comments_count', number[]>;

function middleOf(
  counts: Counts,
  middle: (values: readonly number[]) => number | null,
): Omit<PostsMiddle, 'er' | 'err'> {
  return {
    views: middle(counts.views),
    reactions_count: middle(counts.reactions_count),
    forwards: middle(counts.forwards),
    comments_count: middle(counts.comments_count),
  };
}

function ratesOfAll(
  posts: readonly (Post & { views: number })[],
  basis: RateBasis,
): Pick<PostsMiddle, 'er' | 'err'> {
  const { total, parts } = sumInteractions(posts, basis.hasReactions);
  const interactions = parts.length === 0 ? null : total;
  const views = posts.reduce((sum, post) => sum + post.views, 0);
  return {
    er: percent(ratioOf(interactions, posts.length), basis.subscribers),
    err: percent(interactions, views),
  };
}

function known(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function totalOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}
