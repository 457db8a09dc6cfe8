import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Allows or forbids MTProto for a channel; false: nobody collects it, and nothing was saved. */
export async function saveMtprotoAllowed(
  connection: Connection,
  channel: { channelId: ChannelId; isAllowed: boolean; now: Date },
): Promise<boolean> {
  const rows = await connection.query<{ channel_id: string }>(
    `UPDATE channel_schedule SET is_mtproto_allowed = $2, updated_at = $3 WHERE channel_id = $1
     RETURNING channel_id`,
    [channel.channelId, channel.isAllowed, channel.now],
  );
  return rows.length > 0;
}
