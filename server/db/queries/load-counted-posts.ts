import type { ChannelId } from '#contract/channel-id.ts';
import type { Post } from '#contract/post.ts';
import type { Connection } from '../connection.ts';

/** A post without its content. */
export type LoadedCounts = Pick<
  Post,
  | 'postId'
  | 'shownId'
  | 'postedAt'
  | 'views'
  | 'forwards'
  | 'comments'
  | 'reactions'
  | 'forward'
  | 'deletedAt'
  | 'capturedAt'
>;

type Row = Omit<LoadedCounts, 'postedAt' | 'deletedAt' | 'capturedAt'> & {
  postedAt: Date;
  deletedAt: Date | null;
  capturedAt: Date;
};

/** The counts of a channel's posts published at `from` or later (null: of all), ascending by publication, then id. */
export async function loadCountedPosts(
  connection: Connection,
  channelId: ChannelId,
  from: Date | null,
): Promise<LoadedCounts[]> {
  const rows = await connection.query<Row>(
    `SELECT post_id AS "postId", shown_id AS "shownId", posted_at AS "postedAt", views, forwards, comments, reactions,
       forward, deleted_at AS "deletedAt", captured_at AS "capturedAt"
     FROM posts WHERE channel_id = $1 AND posted_at >= $2
     ORDER BY posted_at, shown_id`,
    [channelId, from ?? '-infinity'],
  );
  return rows.map((row) => ({
    ...row,
    postedAt: row.postedAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
    capturedAt: row.capturedAt.toISOString(),
  }));
}
