import type { ChannelId } from '#contract/channel-id.ts';
import type { Post } from '#contract/post.ts';
import type { Connection } from '../connection.ts';
import { type PostRow, postColumns, readPostRow } from './post-row.ts';

/** A stored post with what only the bot's updates need of it. */
export interface LockedPost {
  post: Post;
  /** Only the bot was told of it. */
  isTold: boolean;
  /** When its reactions were told last, where that is later than the other counts. */
  reactionsAt: Date | null;
}

interface Row extends PostRow {
  is_told: boolean;
  reactions_at: Date | null;
}

/** An album has at most ten messages; others of the channel may lie between them. */
const widestAlbum = 30;

/**
 * The stored post that a message belongs to, by itself or in an album, locked until the transaction ends; null: none.
 * `groupedId` is the album a new message says it belongs to.
 */
export async function lockPostOfMessage(
  connection: Connection,
  channelId: ChannelId,
  { messageId, groupedId }: { messageId: number; groupedId: string | null },
): Promise<LockedPost | null> {
  const [row] = await connection.query<Row>(
    `SELECT ${postColumns}, is_told, reactions_at FROM posts
     WHERE channel_id = $1 AND (
       grouped_id = $3::bigint
       OR post_id BETWEEN $2::int - $4::int AND $2::int + $4::int AND items @> $5::jsonb)
     FOR UPDATE`,
    [channelId, messageId, groupedId, widestAlbum, JSON.stringify([{ messageId }])],
  );
  if (row === undefined) return null;
  return { post: readPostRow(row), isTold: row.is_told, reactionsAt: row.reactions_at };
}
