import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/**
 * Makes a channel collected from `now` on: due at once, its history to be read. A channel that is collected already keeps
 * its schedule, and with `accountId` null its reader, but a reading of its history that had failed begins again where it
 * stopped. Returns whether the history still has to be read.
 */
export async function scheduleChannel(
  connection: Connection,
  channel: { channelId: ChannelId; accountId: string | null; now: Date },
): Promise<{ isHistoryWanted: boolean }> {
  const [row] = await connection.query<{ history_state: string }>(
    `INSERT INTO channel_schedule (channel_id, account_id, next_due_at, history_state, updated_at)
     VALUES ($1, $2, $3, 'queued', $3)
     ON CONFLICT (channel_id) DO UPDATE SET
       history_state = CASE channel_schedule.history_state
         WHEN 'failed' THEN 'queued' ELSE channel_schedule.history_state END,
       history_error = NULL,
       account_id = COALESCE(excluded.account_id, channel_schedule.account_id),
       updated_at = excluded.updated_at
     RETURNING history_state`,
    [channel.channelId, channel.accountId, channel.now],
  );
  return { isHistoryWanted: row?.history_state !== 'complete' };
}
