import type { ReactionCounts } from '#contract/post.ts';
import { compress, decompress } from './compressed.ts';
import { SeriesError } from './series-error.ts';

/** Which emoji a post had how often, at one instant. */
export interface Breakdown {
  postId: number;
  /** Whole seconds since 1970. */
  at: number;
  counts: ReactionCounts;
}

/** Readings of emoji → bytes; null: there are none, which takes no room. */
export function encodeBreakdowns(breakdowns: readonly Breakdown[]): Buffer | null {
  if (breakdowns.length === 0) return null;
  const rows = breakdowns.map(({ postId, at, counts }) => [postId, at, counts]);
  return compress(Buffer.from(JSON.stringify(rows)));
}

/** Bytes → readings of emoji, as they were given. Throws `SeriesError` for anything else. */
export function decodeBreakdowns(bytes: Uint8Array | null): Breakdown[] {
  if (bytes === null) return [];
  const text = decompress(bytes).toString();
  try {
    const rows = JSON.parse(text) as [number, number, ReactionCounts][];
    return rows.map(([postId, at, counts]) => ({ postId, at, counts }));
  } catch (error) {
    throw new SeriesError('bytes-corrupt', 'a breakdown of reactions is not readable', { cause: error });
  }
}

/** Ascending by instant; of readings that say the same one after another only the first. */
export function mergeBreakdowns(readings: readonly Breakdown[]): Breakdown[] {
  const ascending = [...readings].sort((one, other) => one.at - other.at);
  const kept: Breakdown[] = [];
  for (const reading of ascending) {
    const last = kept.at(-1);
    if (last !== undefined && textOf(last.counts) === textOf(reading.counts)) continue;
    // Two of one instant that differ: what was stored first stays.
    if (last?.at !== reading.at) kept.push(reading);
  }
  return kept;
}

function textOf(counts: ReactionCounts): string {
  return JSON.stringify(Object.entries(counts).sort(([one], [other]) => (one < other ? -1 : 1)));
}
