import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Ends the reading of a history that cannot go on, with Telegram's reason; a complete one stays complete. */
export async function failHistory(
  connection: Connection,
  channelId: ChannelId,
  code: string,
  now: Date,
): Promise<void> {
  await connection.query(
    `UPDATE channel_schedule SET history_state = 'failed', history_error = $2, updated_at = $3
     WHERE channel_id = $1 AND history_state <> 'complete'`,
    [channelId, code, now],
  );
}
