import type { ChannelId } from '#contract/channel-id.ts';
import { alertObservations } from '#server/analytics/alert-observations.ts';
import type { AlertRule } from '#server/analytics/alert-rule.ts';
import type { AlertMessage, Delivery } from '#server/analytics/bundle-alerts.ts';
import { createLocalClock } from '#server/analytics/local-time.ts';
import { backTest } from '#server/analytics/run-alerts.ts';
import { usualViewsAt, velocityOf } from '#server/analytics/usual-views.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { loadSnapshots } from '#server/db/queries/load-snapshots.ts';
import { loadClassifiedPosts } from './load-classified-posts.ts';
import { loadCurves } from './load-curves.ts';

/** So long before the window the rules begin to watch, so that they remember at its beginning what they would have. */
const warmUpMs = 30 * 24 * 60 * 60_000;

/**
 * What alert rules would have said of a channel over a window: the stored series go through the same code as what is
 * collected, from when the channel was first seen. Posts that show somebody else's counter are left out. `zone` (IANA) is
 * the channel's. Empty for a channel that is not stored.
 */
export async function backTestAlerts(
  connection: Connection,
  channelId: ChannelId,
  { rules, delivery, zone }: { rules: readonly AlertRule[]; delivery: Delivery; zone: string },
  window: { from: Date; to: Date },
): Promise<AlertMessage[]> {
  const channel = await loadChannel(connection, channelId);
  if (channel === null) return [];
  const from = new Date(Math.max(window.from.getTime() - warmUpMs, channel.firstSeenAt.getTime()));
  const { posts, kinds } = await loadClassifiedPosts(connection, channelId, from);
  const curves = await loadCurves(
    connection,
    channelId,
    posts.filter(({ postId }) => kinds.get(postId) !== 'shared'),
  );
  const known = [...curves.values()];
  const clock = createLocalClock(zone);
  const isVelocityAsked = rules.some(({ condition }) => condition.kind === 'velocity');
  const observations = alertObservations(
    await loadSnapshots(connection, channelId, from),
    known,
    { from: toSeconds(from), to: toSeconds(window.to) },
    // A rule asks of every reading what was usual at that age: only worth it where there is one.
    isVelocityAsked
      ? (curve, ageSeconds) =>
          velocityOf(curve, ageSeconds, usualViewsAt(known, curve.publishedAt, ageSeconds, clock))
      : null,
  );
  const messages = backTest(rules, delivery, observations);
  return messages.filter(({ at }) => at >= toSeconds(window.from));
}

function toSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}
