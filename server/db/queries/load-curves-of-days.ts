import type { ChannelId } from '#contract/channel-id.ts';
import type { Sample } from '#server/series/sample.ts';
import type { Connection } from '../connection.ts';
import { readCurves } from './load-post-curves.ts';

/** A post's whole curve, and when it was published in seconds since 1970; null: the post itself is not stored. */
export interface DatedCurve {
  curve: Sample[];
  postedAt: number | null;
}

/**
 * Every curve of a channel that may have gained something from `from` until before `to`, fresh readings included. One
 * reading of a post that was old by then gains nothing, so those, most of a long history, are not even read.
 */
export async function loadCurvesOfDays(
  connection: Connection,
  channelId: ChannelId,
  from: Date,
  to: Date,
): Promise<DatedCurve[]> {
  const rows = await connection.query<{ post_id: number | null; samples: Buffer }>(
    `SELECT c.post_id, c.samples FROM post_curves c
     LEFT JOIN posts p ON p.channel_id = c.channel_id AND p.post_id = c.post_id
     WHERE c.channel_id = $1 AND c.last_at >= $2 AND c.first_at < $3
       AND (c.sample_count > 1 OR c.first_at <= p.posted_at + INTERVAL '1 day')
     UNION ALL
     SELECT NULL, samples FROM post_samples WHERE channel_id = $1`,
    [channelId, from, to],
  );
  const curves = readCurves(rows, null);
  const posts = await connection.query<{ post_id: number; posted_at: Date }>(
    'SELECT post_id, posted_at FROM posts WHERE channel_id = $1 AND post_id = ANY($2::int[])',
    [channelId, [...curves.keys()]],
  );
  const postedAt = new Map(posts.map((post) => [post.post_id, Math.floor(post.posted_at.getTime() / 1_000)]));
  return [...curves].map(([postId, curve]) => ({ curve, postedAt: postedAt.get(postId) ?? null }));
}
