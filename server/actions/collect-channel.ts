import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '#server/db/connection.ts';
import { addHistoryJob } from '#server/db/queries/add-history-job.ts';
import { jobPriority } from '#server/db/queries/add-job.ts';
import { addSyncJob } from '#server/db/queries/add-sync-job.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { scheduleChannel } from '#server/db/queries/schedule-channel.ts';

/**
 * Makes sure, inside the caller's transaction, that the channel is collected by the account: its schedule exists, its
 * history is being read if it was not read yet, and a channel that was never read is read at once, before any history.
 */
export async function collectChannel(
  connection: Connection,
  channel: { channelId: ChannelId; accountId: string; now: Date },
): Promise<void> {
  const { channelId, accountId } = channel;
  const { isHistoryWanted } = await scheduleChannel(connection, channel);
  if (isHistoryWanted) await addHistoryJob(connection, { channelId, accountId });
  const schedule = await loadSchedule(connection, channelId);
  if (schedule?.lastSyncedAt === null) {
    await addSyncJob(connection, { channelId, accountId, priority: jobPriority.interactive });
  }
}
