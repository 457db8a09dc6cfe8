import type { Alert } from './alert-rule.ts';
import { createLocalClock } from './local-time.ts';

/** How alerts reach their reader. */
export interface Delivery {
  /** Alerts that come within so long after the first one are one message; 0: only those of one instant are. */
  bundleSeconds: number;
  /** Hours of the reader's clock, 0…23, in which nothing is sent; `from` above `to` spans midnight. Null: none. */
  quiet: { fromHour: number; toHour: number; zone: string } | null;
}

/** Alerts that wait for their message; plain values, so that it can be stored. */
export interface Waiting {
  alerts: Alert[];
  /** When the message goes; null: nothing waits. */
  dueAt: number | null;
}

/** What is sent, and when. */
export interface AlertMessage {
  at: number;
  alerts: Alert[];
}

export const nothingWaits: Waiting = { alerts: [], dueAt: null };

/** Adds an alert to those that wait; the first one sets the instant of the message. */
export function addAlert(waiting: Waiting, alert: Alert, delivery: Delivery): Waiting {
  const dueAt = waiting.dueAt ?? firstLoudInstant(alert.at + delivery.bundleSeconds, delivery.quiet);
  return { alerts: [...waiting.alerts, alert], dueAt };
}

/** Whether the message goes before what happens at `at`. What happens at the very instant it is due is still in it. */
export function isDue({ dueAt }: Waiting, at: number): boolean {
  return dueAt !== null && dueAt < at;
}

const quarterSeconds = 15 * 60;
/** A day and what a change of the clock adds to it. */
const mostQuarters = 26 * 4;

/** The instant itself outside of the quiet hours, else their end. Hours that cover the whole day are no quiet hours. */
function firstLoudInstant(at: number, quiet: Delivery['quiet']): number {
  if (quiet === null || quiet.fromHour === quiet.toHour) return at;
  const clock = createLocalClock(quiet.zone);
  if (!isQuiet(clock(at).hour, quiet)) return at;
  const quarter = Math.floor(at / quarterSeconds);
  for (let each = quarter + 1; each <= quarter + mostQuarters; each += 1) {
    if (!isQuiet(clock(each * quarterSeconds).hour, quiet)) return each * quarterSeconds;
  }
  return at;
}

function isQuiet(hour: number, { fromHour, toHour }: { fromHour: number; toHour: number }): boolean {
  return fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;
}
