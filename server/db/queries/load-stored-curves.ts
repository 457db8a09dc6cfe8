import type { ChannelId } from '#contract/channel-id.ts';
import { type Breakdown, decodeBreakdowns } from '#server/series/breakdown-codec.ts';
import { decodeCurve } from '#server/series/curve-codec.ts';
import type { Sample } from '#server/series/sample.ts';
import type { Connection } from '../connection.ts';

export interface StoredCurve {
  postId: number;
  /** Grows by one with every change. */
  revision: number;
  curve: Sample[];
  breakdowns: Breakdown[];
}

/** The packed curves among `postIds`, as a packer adds to them. */
export async function loadStoredCurves(
  connection: Connection,
  channelId: ChannelId,
  postIds: readonly number[],
): Promise<StoredCurve[]> {
  const rows = await connection.query<{
    post_id: number;
    revision: number;
    samples: Buffer;
    breakdown: Buffer | null;
  }>(
    `SELECT post_id, revision, samples, breakdown FROM post_curves
     WHERE channel_id = $1 AND post_id = ANY($2::int[])`,
    [channelId, postIds],
  );
  return rows.map((row) => ({
    postId: row.post_id,
    revision: row.revision,
    curve: decodeCurve(row.samples),
    breakdowns: decodeBreakdowns(row.breakdown),
  }));
}
