import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** That Telegram confirmed to the bot, at `now`, that somebody administers a channel. */
export interface ProvenRole {
  viewerId: string;
  channelId: ChannelId;
  role: 'creator' | 'administrator';
  now: Date;
}

/**
 * Writes down that the viewer administers the channel and tracks it. Who tracked it before goes on doing so by their own
 * wish; who did not tracks it because the bot was made an administrator, and only as long.
 */
export async function saveProvenRole(connection: Connection, proof: ProvenRole): Promise<void> {
  const { viewerId, channelId, role, now } = proof;
  await connection.query(
    `INSERT INTO tracked_channels (viewer_id, channel_id, tracked_at, began_by, role, proven_at)
     VALUES ($1, $2, $4, 'promotion', $3, $4)
     ON CONFLICT (viewer_id, channel_id) DO UPDATE SET role = excluded.role, proven_at = excluded.proven_at`,
    [viewerId, channelId, role, now],
  );
}
