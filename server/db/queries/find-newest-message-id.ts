import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/**
 * The largest first-message id among the posts of a channel that were read; null: none was. A post that only the bot was
 * told of does not count: what lies below it was perhaps not read yet.
 */
export async function findNewestMessageId(
  connection: Connection,
  channelId: ChannelId,
): Promise<number | null> {
  const [row] = await connection.query<{ newest: number | null }>(
    'SELECT max(shown_id) AS newest FROM posts WHERE channel_id = $1 AND NOT is_told',
    [channelId],
  );
  return row?.newest ?? null;
}
