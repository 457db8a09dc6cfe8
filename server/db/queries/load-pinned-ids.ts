import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Which of a channel's posts are pinned. */
export async function loadPinnedIds(connection: Connection, channelId: ChannelId): Promise<Set<number>> {
  const rows = await connection.query<{ post_id: number }>(
    'SELECT post_id FROM posts WHERE channel_id = $1 AND is_pinned',
    [channelId],
  );
  return new Set(rows.map((row) => row.post_id));
}
