import type { EligiblePost } from './eligible-posts.ts';
import { ratioOf } from './mean-and-median.ts';
import { countReactions, sumInteractions } from './sum-interactions.ts';

/** What posts can be put in order by. */
export type TopBy = 'views' | 'forwards' | 'comments' | 'reactions' | 'interactionsPerView';

/** A post with the value it stands in its place by. */
export interface TopPost<Counted> {
  post: Counted;
  value: number;
}

type Ranked = Pick<EligiblePost, 'shownId' | 'views' | 'forwards' | 'comments' | 'reactions'>;

/** The `limit` posts with the most of something; of equally many the smaller id first. Those that do not say it are left out. */
export function topPosts<Counted extends Ranked>(
  posts: readonly Counted[],
  by: TopBy,
  limit: number,
): TopPost<Counted>[] {
  return posts
    .flatMap((post) => {
      const value = valueBy(post, by);
      return value === null ? [] : [{ post, value }];
    })
    .toSorted((left, right) => right.value - left.value || left.post.shownId - right.post.shownId)
    .slice(0, limit);
}

function valueBy(post: Ranked, by: TopBy): number | null {
  if (by === 'reactions') return countReactions(post.reactions);
  if (by !== 'interactionsPerView') return post[by];
  const { total, parts } = sumInteractions([post]);
  return parts.length === 0 ? null : ratioOf(total, post.views);
}
