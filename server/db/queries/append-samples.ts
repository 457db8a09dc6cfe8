import { createHash } from 'node:crypto';
import type { ChannelId } from '#contract/channel-id.ts';
import { encodeBreakdowns } from '#server/series/breakdown-codec.ts';
import { encodePage } from '#server/series/page-codec.ts';
import type { PostReading } from '#server/series/to-reading.ts';
import type { Connection } from '../connection.ts';

/**
 * Appends readings of a channel's posts as one row, to be packed into curves later. The row is named by what it holds,
 * so the same readings again change nothing, and other readings of the same instant stand beside them.
 * Throws `SeriesError` for counts that cannot be stored.
 */
export async function appendSamples(
  connection: Connection,
  channelId: ChannelId,
  readings: readonly PostReading[],
): Promise<void> {
  const [first] = readings;
  if (first === undefined) return;
  const samples = encodePage(readings);
  const breakdown = encodeBreakdowns(
    readings.flatMap(({ postId, at, breakdown: counts }) =>
      counts === null ? [] : [{ postId, at, counts }],
    ),
  );
  const digest = createHash('sha256')
    .update(samples)
    .update(breakdown ?? '')
    .digest()
    .readBigInt64BE();
  const postIds = readings.map(({ postId }) => postId);
  await connection.query(
    `INSERT INTO post_samples (channel_id, sampled_at, digest, first_post_id, last_post_id, samples, breakdown)
     VALUES ($1, to_timestamp($2), $3, $4, $5, $6, $7)
     ON CONFLICT (channel_id, sampled_at, digest) DO NOTHING`,
    [
      ...[channelId, first.at, digest.toString(), Math.min(...postIds), Math.max(...postIds)],
      ...[samples, breakdown],
    ],
  );
}
