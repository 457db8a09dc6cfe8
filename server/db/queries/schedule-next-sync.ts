import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Says when a channel is due next; `syncedAt` is given when it was read just now. */
export async function scheduleNextSync(
  connection: Connection,
  channelId: ChannelId,
  times: { nextDueAt: Date; syncedAt: Date | null; now: Date },
): Promise<void> {
  await connection.query(
    `UPDATE channel_schedule
     SET next_due_at = $2, last_synced_at = COALESCE($3, last_synced_at), updated_at = $4
     WHERE channel_id = $1`,
    [channelId, times.nextDueAt, times.syncedAt, times.now],
  );
}
