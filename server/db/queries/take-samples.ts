import type { ChannelId } from '#contract/channel-id.ts';
import { type Breakdown, decodeBreakdowns } from '#server/series/breakdown-codec.ts';
import { decodePage } from '#server/series/page-codec.ts';
import type { PostSample } from '#server/series/sample.ts';
import type { Connection } from '../connection.ts';

export interface TakenSamples {
  pages: number;
  samples: PostSample[];
  breakdowns: Breakdown[];
}

/**
 * Takes the oldest `mostPages` readings of a channel away, to be packed in the same transaction. What another packer
 * takes at the same time is not given twice, and what is appended meanwhile stays.
 */
export async function takeSamples(
  connection: Connection,
  channelId: ChannelId,
  mostPages: number,
): Promise<TakenSamples> {
  const rows = await connection.query<{ samples: Buffer; breakdown: Buffer | null }>(
    `DELETE FROM post_samples WHERE channel_id = $1 AND (sampled_at, digest) IN (
       SELECT sampled_at, digest FROM post_samples WHERE channel_id = $1 ORDER BY sampled_at, digest LIMIT $2
     ) RETURNING samples, breakdown`,
    [channelId, mostPages],
  );
  return {
    pages: rows.length,
    samples: rows.flatMap((row) => decodePage(row.samples)),
    breakdowns: rows.flatMap((row) => decodeBreakdowns(row.breakdown)),
  };
}
