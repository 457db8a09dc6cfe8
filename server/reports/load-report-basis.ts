import type { Period } from '#contract/channel.ts';
import type { Connection } from '#server/db/connection.ts';
import type { StoredChannel } from '#server/db/queries/load-channel.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { loadSnapshots } from '#server/db/queries/load-snapshots.ts';
import { latestOf, loadReportPosts } from './load-report-posts.ts';
import type { ReportBasis } from './report-basis.ts';
import { growthFrom } from './subscriber-figures.ts';

/** Loads everything that the figures of a channel over a period are made of. */
export async function loadReportBasis(
  connection: Connection,
  channel: StoredChannel,
  period: Period,
  now: Date,
): Promise<ReportBasis> {
  const { channelId } = channel;
  // One after another: the connection may be a transaction, which is a single conversation.
  const schedule = await loadSchedule(connection, channelId);
  const snapshots = await loadSnapshots(connection, channelId, growthFrom(now));
  const posts = await loadReportPosts(connection, channelId, period, now);
  return { channel, schedule, snapshots, posts, now };
}

/** When anything of the channel was read last: its posts or its subscribers. Being resolved by name is no reading. */
export function readAt({ schedule, snapshots, posts }: ReportBasis): string | null {
  return latestOf([
    posts.capturedAt,
    schedule?.lastSyncedAt?.toISOString() ?? null,
    snapshots.at(-1)?.capturedAt ?? null,
  ]);
}
