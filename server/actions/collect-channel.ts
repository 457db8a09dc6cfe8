import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '#server/db/connection.ts';
import { addHistoryJob } from '#server/db/queries/add-history-job.ts';
import { jobPriority } from '#server/db/queries/add-job.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { scheduleChannel } from '#server/db/queries/schedule-channel.ts';
import { planChannels, readerOf } from './plan-channels.ts';

/**
 * Makes sure, inside the caller's transaction, that the channel is collected: its schedule exists with the best source
 * there is, its history is being read if it was not read yet, and a channel that was never read is read at once, before
 * any history. Who tracks the channel is written down before: their accounts may read it.
 */
export async function collectChannel(
  connection: Connection,
  { channelId, now }: { channelId: ChannelId; now: Date },
): Promise<void> {
  const { isHistoryWanted } = await scheduleChannel(connection, { channelId, accountId: null, now });
  const schedule = await loadSchedule(connection, channelId);
  const priority = schedule?.lastSyncedAt === null ? jobPriority.interactive : null;
  const [planned] = await planChannels(connection, [channelId], { now, priority });
  const accountId = planned === undefined ? null : readerOf(planned.choice);
  if (isHistoryWanted && accountId !== null) await addHistoryJob(connection, { channelId, accountId });
}
