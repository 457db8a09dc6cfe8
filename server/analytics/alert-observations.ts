import type { AlertObservation } from './alert-rule.ts';
import type { SubscriberCount } from './growth.ts';
import type { PostCurve } from './views-at.ts';

/** What was seen at one instant is told in this order: a post is there before its views are. */
const order: Record<AlertObservation['kind'], number> = { published: 0, views: 1, subscribers: 2, tick: 3 };

/**
 * Stored series of a channel as what alert rules observe, ascending, from `from` to `to` in seconds since 1970; the end
 * is observed too. A post that was published before is not observed: that an old one has many views is no news.
 * `velocityAt` tells how fast a post goes at an age; null where nobody asks.
 */
export function alertObservations(
  counts: readonly SubscriberCount[],
  curves: readonly PostCurve[],
  { from, to }: { from: number; to: number },
  velocityAt: ((curve: PostCurve, ageSeconds: number) => number | null) | null,
): AlertObservation[] {
  const observations: AlertObservation[] = [{ kind: 'tick', at: to }];
  for (const { capturedAt, subscribers } of counts) {
    observations.push({ kind: 'subscribers', at: Math.floor(Date.parse(capturedAt) / 1_000), subscribers });
  }
  for (const curve of curves) {
    const { postId, publishedAt, samples } = curve;
    if (publishedAt < from) continue;
    observations.push({ kind: 'published', at: publishedAt, postId });
    for (const { at, views } of samples) {
      if (views === null || at > to) continue;
      const velocity = velocityAt === null ? null : velocityAt(curve, at - publishedAt);
      observations.push({ kind: 'views', at, postId, views, velocity });
    }
  }
  return observations
    .filter(({ at }) => at >= from && at <= to)
    .sort((left, right) => left.at - right.at || order[left.kind] - order[right.kind]);
}
