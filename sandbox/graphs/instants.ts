export const daySeconds = 86_400;
export const hourSeconds = 3600;

/** One column of a graph: what happened after `from` and not after `to`, unix seconds. */
export interface Span {
  from: number;
  to: number;
}

/** The last `count` days of UTC, today's unfinished one included, none before `since`. */
export function daysUntil(now: number, count: number, since: number): Span[] {
  const today = Math.floor(now / daySeconds);
  const first = Math.max(today - count + 1, Math.floor(since / daySeconds));
  return spans(first * daySeconds, now, daySeconds);
}

/** The hours of the day that begins at `day`, as far as they have begun. */
export function hoursOf(day: number, now: number): Span[] {
  return spans(day, Math.min(now, day + daySeconds), hourSeconds);
}

/** What lies between two instants in steps; the last one may be shorter. */
export function spans(from: number, to: number, step: number): Span[] {
  const cuts: Span[] = [];
  for (let begin = from; begin < to; begin += step)
    cuts.push({ from: begin, to: Math.min(to, begin + step) });
  return cuts;
}

/** x of a graph: the beginnings in milliseconds. */
export function beginnings(columns: readonly Span[]): number[] {
  return columns.map(({ from }) => from * 1000);
}
