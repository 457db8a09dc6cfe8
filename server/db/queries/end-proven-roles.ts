import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Somebody whose role in a channel the bot can confirm no more. `isTracking`: they go on by their own wish. */
export interface EndedRole {
  viewerId: string;
  isTracking: boolean;
}

/**
 * Ends what the bot confirmed of a channel's administrators: of one of them, or of all with `viewerId` null. Who tracks
 * the channel only because of the bot stops; who asked for it goes on.
 */
export async function endProvenRoles(
  connection: Connection,
  channelId: ChannelId,
  viewerId: string | null,
): Promise<EndedRole[]> {
  const ended = await connection.query<{ viewerId: string }>(
    `DELETE FROM tracked_channels
     WHERE channel_id = $1 AND role IS NOT NULL AND began_by = 'promotion' AND viewer_id = COALESCE($2::bigint, viewer_id)
     RETURNING viewer_id AS "viewerId"`,
    [channelId, viewerId],
  );
  const kept = await connection.query<{ viewerId: string }>(
    `UPDATE tracked_channels SET role = NULL, proven_at = NULL
     WHERE channel_id = $1 AND role IS NOT NULL AND viewer_id = COALESCE($2::bigint, viewer_id)
     RETURNING viewer_id AS "viewerId"`,
    [channelId, viewerId],
  );
  return [
    ...ended.map((row) => ({ viewerId: row.viewerId, isTracking: false })),
    ...kept.map((row) => ({ viewerId: row.viewerId, isTracking: true })),
  ];
}
