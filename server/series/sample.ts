/**
 * The time series of posts, pure: what a sample is, how samples become bytes and come back, and how readings that
 * overlap become one curve. Nothing here knows of a database or a clock.
 *
 * A post's curve is a set of readings, ascending by instant. Of a stretch of equal counts only the first and the last
 * reading are kept: everything between them said the same.
 */
import { SeriesError } from './series-error.ts';

export const counters = ['views', 'forwards', 'comments', 'reactions'] as const;
type Counter = (typeof counters)[number];

/** One reading of a post's counters; `null`: Telegram did not say, which is not zero. */
export interface Sample extends Record<Counter, number | null> {
  /** Whole seconds since 1970: Telegram's own clock is no finer. */
  at: number;
}

/** A reading of one post among others. */
export interface PostSample extends Sample {
  postId: number;
}

/** A count that can be stored exactly: absent, or a whole number from 0 to 2^53 − 1. */
export function isStorableCount(count: number | null): boolean {
  return count === null || (Number.isSafeInteger(count) && count >= 0);
}

export function isStorable(sample: Sample): boolean {
  return isInstant(sample.at) && counters.every((counter) => isStorableCount(sample[counter]));
}

/** Throws {@link SeriesError} for what the codecs could not give back exactly. */
export function assertStorable(sample: Sample): void {
  if (!isInstant(sample.at)) {
    throw new SeriesError('instant-out-of-range', 'an instant is whole seconds since 1970, not below 0');
  }
  if (!isStorable(sample)) {
    throw new SeriesError('count-out-of-range', 'a count is null or a whole number from 0 to 2^53 - 1');
  }
}

export function hasEqualCounts(one: Sample, other: Sample): boolean {
  return counters.every((counter) => one[counter] === other[counter]);
}

/** Up to the year 9999, which is what every clock of ours can show. */
function isInstant(at: number): boolean {
  return Number.isSafeInteger(at) && at >= 0 && at <= 253_402_300_799;
}
