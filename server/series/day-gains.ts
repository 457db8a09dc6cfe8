import { counters, type Sample } from './sample.ts';

/** What the counters of posts gained in a UTC day; null: nothing is known of it. A counter that falls takes away. */
export type Gains = Record<(typeof counters)[number], number | null>;

/** Gains by day, `2026-11-20`. */
export type DayGains = Map<string, Gains>;

const daySeconds = 86_400;

/**
 * Adds to `days` what a post gained. The difference of two readings belongs to the day of the later one. A post that is
 * first read within a day of its publication began with nothing; of an older one only what follows counts.
 * `postedAt` in seconds since 1970; null: what came before the first reading is not counted.
 */
export function addCurveGains(days: DayGains, curve: readonly Sample[], postedAt: number | null): void {
  const [first] = curve;
  if (first === undefined) return;
  const begins = postedAt !== null && first.at - postedAt <= daySeconds ? 0 : null;
  const last: Gains = { views: begins, forwards: begins, comments: begins, reactions: begins };
  for (const sample of curve) {
    for (const counter of counters) {
      const count = sample[counter];
      if (count === null) continue;
      const before = last[counter];
      last[counter] = count;
      if (before === null) continue;
      const gains = gainsOf(days, dayOf(sample.at));
      gains[counter] = (gains[counter] ?? 0) + count - before;
    }
  }
}

/** The UTC day of an instant in seconds. */
export function dayOf(at: number): string {
  return new Date(at * 1_000).toISOString().slice(0, 10);
}

function gainsOf(days: DayGains, day: string): Gains {
  const known = days.get(day);
  if (known !== undefined) return known;
  const gains: Gains = { views: null, forwards: null, comments: null, reactions: null };
  days.set(day, gains);
  return gains;
}
