import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** The largest first-message id among the stored posts of a channel; null: none is stored. */
export async function findNewestMessageId(
  connection: Connection,
  channelId: ChannelId,
): Promise<number | null> {
  const [row] = await connection.query<{ newest: number | null }>(
    'SELECT max(shown_id) AS newest FROM posts WHERE channel_id = $1',
    [channelId],
  );
  return row?.newest ?? null;
}
