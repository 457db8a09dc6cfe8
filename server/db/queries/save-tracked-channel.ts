import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Writes down that the viewer watches the channel. False: they did already. */
export async function saveTrackedChannel(
  connection: Connection,
  tracked: { viewerId: string; channelId: ChannelId; now: Date },
): Promise<boolean> {
  const rows = await connection.query(
    `INSERT INTO tracked_channels (viewer_id, channel_id, tracked_at) VALUES ($1, $2, $3)
     ON CONFLICT (viewer_id, channel_id) DO NOTHING RETURNING channel_id`,
    [tracked.viewerId, tracked.channelId, tracked.now],
  );
  return rows.length === 1;
}
