import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** World time that stands still until somebody moves it: how tests live through days in seconds. */
export interface SteppedClock {
  /** Unix seconds. */
  now(): number;
  /** Moves the world ahead by a positive number of seconds; returns the new time. */
  step(seconds: number): number;
}

/** Begins at `epoch`, or where the clock kept in `file` stood: a restart must not turn time back. */
export function openSteppedClock(file: string, epoch: number): SteppedClock {
  let time = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { now: number }).now : epoch;
  return {
    now: () => time,
    step(seconds) {
      time += seconds;
      writeFileSync(file, JSON.stringify({ now: time }), { mode: 0o600 });
      return time;
    },
  };
}
