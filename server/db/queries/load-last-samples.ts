import type { ChannelId } from '#contract/channel-id.ts';
import type { ReactionCounts } from '#contract/post.ts';
import type { PostSample } from '#server/series/sample.ts';
import { sumReactions } from '#server/series/to-reading.ts';
import type { Connection } from '../connection.ts';

interface Row {
  post_id: number;
  captured_at: Date;
  views: number | null;
  forwards: number | null;
  comments: number | null;
  reactions: ReactionCounts | null;
}

/** What the stored posts among `postIds` counted when they were read last; nothing of those nobody has read yet. */
export async function loadLastSamples(
  connection: Connection,
  channelId: ChannelId,
  postIds: readonly number[],
): Promise<PostSample[]> {
  const rows = await connection.query<Row>(
    `SELECT post_id, captured_at, views, forwards, comments, reactions FROM posts
     WHERE channel_id = $1 AND post_id = ANY($2::int[]) AND NOT is_told`,
    [channelId, postIds],
  );
  return rows.map(({ post_id, captured_at, reactions, ...counts }) => ({
    postId: post_id,
    at: Math.floor(captured_at.getTime() / 1_000),
    ...counts,
    reactions: sumReactions(reactions),
  }));
}
