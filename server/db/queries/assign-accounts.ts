import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/**
 * Makes accounts the readers of channels' posts; null: no account may read the channel. A history that could not be read
 * by the one before is to be read again from where it stopped.
 */
export async function assignAccounts(
  connection: Connection,
  readers: readonly { channelId: ChannelId; accountId: string | null }[],
  now: Date,
): Promise<void> {
  await connection.query(
    `UPDATE channel_schedule SET account_id = reader.account_id, updated_at = $3,
       history_state = CASE WHEN history_state = 'failed' AND reader.account_id IS NOT NULL
         THEN 'queued' ELSE history_state END,
       history_error = CASE WHEN reader.account_id IS NOT NULL THEN NULL ELSE history_error END
     FROM unnest($1::bigint[], $2::bigint[]) AS reader(channel_id, account_id)
     WHERE channel_schedule.channel_id = reader.channel_id`,
    [readers.map((reader) => reader.channelId), readers.map((reader) => reader.accountId), now],
  );
}
