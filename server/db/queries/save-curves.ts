import type { ChannelId } from '#contract/channel-id.ts';
import { encodeBreakdowns } from '#server/series/breakdown-codec.ts';
import { encodeCurve } from '#server/series/curve-codec.ts';
import type { Connection } from '../connection.ts';
import type { StoredCurve } from './load-stored-curves.ts';

/**
 * A curve was changed by another packer after it was loaded. Its transaction is undone; the readings wait for the next
 * turn. Nobody's fault.
 */
export class CurveMovedError extends Error {
  readonly code = 'curve-moved';

  constructor(channelId: ChannelId) {
    super(`curves of channel ${channelId} were changed by another packer meanwhile`);
    this.name = 'CurveMovedError';
  }
}

/**
 * Stores curves whose `revision` is one above what was loaded, 1 for a new one. Throws {@link CurveMovedError} when one
 * of them was changed meanwhile.
 */
export async function saveCurves(
  connection: Connection,
  channelId: ChannelId,
  curves: readonly StoredCurve[],
): Promise<void> {
  const rows = curves.filter(({ curve }) => curve.length > 0).sort((one, other) => one.postId - other.postId);
  const saved = await connection.query(statement, [
    channelId,
    rows.map(({ postId }) => postId),
    rows.map(({ revision }) => revision),
    rows.map(({ curve }) => curve.length),
    rows.map(({ curve }) => curve[0]?.at ?? 0),
    rows.map(({ curve }) => curve.at(-1)?.at ?? 0),
    rows.map(({ curve }) => encodeCurve(curve)),
    rows.map(({ breakdowns }) => encodeBreakdowns(breakdowns)),
  ]);
  if (saved.length !== rows.length) throw new CurveMovedError(channelId);
}

const statement = `
  INSERT INTO post_curves (channel_id, post_id, revision, sample_count, first_at, last_at, samples, breakdown)
  SELECT $1, post_id, revision, sample_count, to_timestamp(first_at), to_timestamp(last_at), samples, breakdown
  FROM unnest($2::int[], $3::int[], $4::int[], $5::bigint[], $6::bigint[], $7::bytea[], $8::bytea[])
    AS packed(post_id, revision, sample_count, first_at, last_at, samples, breakdown)
  ON CONFLICT (channel_id, post_id) DO UPDATE SET
    revision = excluded.revision, sample_count = excluded.sample_count, first_at = excluded.first_at,
    last_at = excluded.last_at, samples = excluded.samples, breakdown = excluded.breakdown
  WHERE post_curves.revision = excluded.revision - 1
  RETURNING post_id`;
