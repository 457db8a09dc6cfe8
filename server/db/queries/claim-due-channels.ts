import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/**
 * Takes the channels that are due at `now` and says when they are due next, so that a tick that runs twice, or beside
 * another one, takes each of them once. Call it in the transaction that adds their jobs.
 */
export async function claimDueChannels(
  connection: Connection,
  now: Date,
  nextDueAt: Date,
  limit: number,
): Promise<ChannelId[]> {
  const rows = await connection.query<{ channel_id: ChannelId }>(
    `WITH due AS (
       SELECT channel_id FROM channel_schedule WHERE next_due_at <= $1
       ORDER BY next_due_at LIMIT $3 FOR UPDATE SKIP LOCKED
     )
     UPDATE channel_schedule SET next_due_at = $2, updated_at = $1
     FROM due WHERE channel_schedule.channel_id = due.channel_id
     RETURNING channel_schedule.channel_id`,
    [now, nextDueAt, limit],
  );
  return rows.map((row) => row.channel_id);
}
