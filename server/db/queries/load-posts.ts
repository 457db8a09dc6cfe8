import type { ChannelId } from '#contract/channel-id.ts';
import type { Post } from '#contract/post.ts';
import type { Connection } from '../connection.ts';
import { type PostRow, postColumns, readPostRow } from './post-row.ts';

/** Every stored post of a channel with everything that is known of it, ascending by publication, then id. */
export async function loadPosts(connection: Connection, channelId: ChannelId): Promise<Post[]> {
  const rows = await connection.query<PostRow>(
    `SELECT ${postColumns} FROM posts WHERE channel_id = $1 ORDER BY posted_at, post_id`,
    [channelId],
  );
  return rows.map(readPostRow);
}
