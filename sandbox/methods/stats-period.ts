import { daySeconds } from '#sandbox/graphs/instants.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';

export const periodSeconds = 7 * daySeconds;

/** What happened after `from` and not after `to`. */
export interface Period {
  from: number;
  to: number;
}

/** The seven days until now. */
export function currentPeriod(now: number): Period {
  const to = Math.floor(now);
  return { from: to - periodSeconds, to };
}

export function buildPeriod({ from, to }: Period): TlObject {
  return { _: 'statsDateRangeDays', min_date: from, max_date: to };
}

/** A figure of a period and of the one before it. */
export function compare(period: Period, figure: (of: Period) => number): TlObject {
  const before = { from: period.from - periodSeconds, to: period.from };
  return { _: 'statsAbsValueAndPrev', current: figure(period), previous: figure(before) };
}
