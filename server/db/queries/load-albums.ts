import type { ChannelId } from '#contract/channel-id.ts';
import type { Post } from '#contract/post.ts';
import type { Connection } from '../connection.ts';
import { type PostRow, postColumns, readPostRow } from './post-row.ts';

/**
 * The stored albums among `groupedIds`, locked until the transaction ends: a page that brings more messages of an album
 * adds them to what an earlier page brought.
 */
export async function loadAlbums(
  connection: Connection,
  channelId: ChannelId,
  groupedIds: readonly string[],
): Promise<Post[]> {
  if (groupedIds.length === 0) return [];
  const rows = await connection.query<PostRow>(
    `SELECT ${postColumns} FROM posts
     WHERE channel_id = $1 AND grouped_id = ANY($2::bigint[]) ORDER BY post_id FOR UPDATE`,
    [channelId, groupedIds],
  );
  return rows.map(readPostRow);
}
