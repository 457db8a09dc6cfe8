import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** The text of one post; null: there is no such post. */
export async function loadPostText(
  connection: Connection,
  channelId: ChannelId,
  postId: number,
): Promise<string | null> {
  const [row] = await connection.query<{ text: string }>(
    'SELECT text FROM posts WHERE channel_id = $1 AND post_id = $2',
    [channelId, postId],
  );
  return row?.text ?? null;
}
