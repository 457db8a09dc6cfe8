import type { EligiblePost } from './eligible-posts.ts';
import type { SubscriberCount } from './growth.ts';
import { medianOf, ratioOf } from './mean-and-median.ts';
import { subscribersAtPublish } from './subscribers-at-publish.ts';

/**
 * Median of views ÷ subscribers at publication over a set of posts; posts whose subscribers were not known then are left
 * out, `n` counts the others. `counts` ascend in time.
 */
export function viewRate(
  posts: readonly Pick<EligiblePost, 'views' | 'postedAt'>[],
  counts: readonly SubscriberCount[],
): { value: number | null; n: number } {
  const rates = posts.flatMap(({ views, postedAt }) => {
    const rate = ratioOf(views, subscribersAtPublish(counts, postedAt));
    return rate === null ? [] : [rate];
  });
  return { value: medianOf(rates), n: rates.length };
}
