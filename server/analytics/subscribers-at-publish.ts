import type { SubscriberCount } from './growth.ts';

const farthestMs = 7 * 24 * 60 * 60_000;

/**
 * Subscribers when a post was published: the nearest measurement at or before that instant, at most seven days old; null
 * when there is none. `counts` ascend in time.
 */
export function subscribersAtPublish(counts: readonly SubscriberCount[], publishedAt: string): number | null {
  const at = Date.parse(publishedAt);
  const nearest = counts.findLast(({ capturedAt }) => Date.parse(capturedAt) <= at);
  if (nearest === undefined || at - Date.parse(nearest.capturedAt) > farthestMs) return null;
  return nearest.subscribers;
}
