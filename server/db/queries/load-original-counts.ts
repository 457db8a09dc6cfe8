import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** What the counter of an original showed, and when it was read. */
export interface OriginalCount {
  postId: number;
  views: number;
  capturedAt: Date;
}

/** The stored ones among the posts of one channel that were reposted elsewhere, by the id that the reposts name. */
export async function loadOriginalCounts(
  connection: Connection,
  channelId: ChannelId,
  postIds: readonly number[],
): Promise<OriginalCount[]> {
  return await connection.query<OriginalCount>(
    `SELECT shown_id AS "postId", views, captured_at AS "capturedAt" FROM posts
     WHERE channel_id = $1 AND shown_id = ANY($2::int[]) AND views IS NOT NULL`,
    [channelId, postIds],
  );
}
