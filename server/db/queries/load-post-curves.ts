import type { ChannelId } from '#contract/channel-id.ts';
import { decodeCurve } from '#server/series/curve-codec.ts';
import { mergeSamples } from '#server/series/merge-samples.ts';
import { decodePage } from '#server/series/page-codec.ts';
import type { Sample } from '#server/series/sample.ts';
import type { Connection } from '../connection.ts';

interface Row {
  /** null: a reading of many posts that is not packed yet. */
  post_id: number | null;
  samples: Buffer;
}

/**
 * The curves of some posts of a channel, packed and fresh readings as one, ascending by instant; a post that was never
 * read is absent. One statement, so that what is being packed meanwhile is seen on exactly one of the two sides.
 */
export async function loadPostCurves(
  connection: Connection,
  channelId: ChannelId,
  postIds: readonly number[],
): Promise<Map<number, Sample[]>> {
  const rows = await connection.query<Row>(
    `SELECT post_id, samples FROM post_curves WHERE channel_id = $1 AND post_id = ANY($2::int[])
     UNION ALL
     SELECT NULL, samples FROM post_samples
     WHERE channel_id = $1 AND last_post_id >= $3 AND first_post_id <= $4`,
    [channelId, postIds, Math.min(...postIds, 2 ** 31 - 1), Math.max(...postIds, 0)],
  );
  return readCurves(rows, new Set(postIds));
}

/** One post's curve; empty: it was never read. */
export async function loadPostCurve(
  connection: Connection,
  channelId: ChannelId,
  postId: number,
): Promise<Sample[]> {
  return (await loadPostCurves(connection, channelId, [postId])).get(postId) ?? [];
}

/** Puts rows of both tables together; `wanted` null: every post. */
export function readCurves(rows: readonly Row[], wanted: ReadonlySet<number> | null): Map<number, Sample[]> {
  const curves = new Map<number, Sample[]>();
  const fresh = new Map<number, Sample[]>();
  for (const { post_id: postId, samples } of rows) {
    if (postId !== null) curves.set(postId, decodeCurve(samples));
    else {
      for (const { postId: id, ...sample } of decodePage(samples)) {
        if (wanted !== null && !wanted.has(id)) continue;
        const readings = fresh.get(id);
        if (readings === undefined) fresh.set(id, [sample]);
        else readings.push(sample);
      }
    }
  }
  for (const [postId, readings] of fresh) {
    curves.set(postId, mergeSamples([...(curves.get(postId) ?? []), ...readings]));
  }
  return curves;
}
