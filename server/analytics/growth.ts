import { ratioOf } from './mean-and-median.ts';

/** One known number of subscribers at an instant (ISO 8601). */
export interface SubscriberCount {
  capturedAt: string;
  subscribers: number;
}

export interface Growth {
  /** Subscribers at the end − at the start of the covered part. */
  change: number;
  /** change / subscribers at the start; null when nobody was there. */
  rate: number | null;
  /** The part of the window that was observed. */
  coverage: { from: string; to: string };
  /** How many measurements lie in it, its ends included. */
  n: number;
}

/** Two looks closer together than this say nothing about growth. */
const shortestCoverageMs = 60 * 60_000;
/** A measurement before the window stands for its beginning if it is no older than this. */
const beforeWindowMs = 60 * 60_000;

/**
 * Change of subscribers over a window. `counts` ascend in time and may begin before the window. Null until two
 * measurements lie at least an hour apart.
 */
export function growthOver(
  counts: readonly SubscriberCount[],
  window: { from: Date; to: Date },
): Growth | null {
  const earliest = window.from.getTime() - beforeWindowMs;
  const usable = counts.filter(({ capturedAt }) => {
    const at = Date.parse(capturedAt);
    return at >= earliest && at <= window.to.getTime();
  });
  // Of those before the window only the last one counts: it is the nearest to the beginning.
  const beginning = usable.findLastIndex(({ capturedAt }) => Date.parse(capturedAt) <= window.from.getTime());
  const covered = usable.slice(Math.max(beginning, 0));
  const first = covered[0];
  const last = covered.at(-1);
  if (first === undefined || last === undefined) return null;
  if (Date.parse(last.capturedAt) - Date.parse(first.capturedAt) < shortestCoverageMs) return null;
  return {
    change: last.subscribers - first.subscribers,
    rate: ratioOf(last.subscribers - first.subscribers, first.subscribers),
    coverage: { from: first.capturedAt, to: last.capturedAt },
    n: covered.length,
  };
}
