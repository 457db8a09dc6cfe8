import { existsSync, readFileSync } from 'node:fs';
import { DamagedDataError } from '#sandbox/sandbox-error.ts';
import { writeWhole } from '#sandbox/write-whole.ts';

/** World time that stands still until somebody moves it: how tests live through days in seconds. */
export interface SteppedClock {
  /** Unix seconds. */
  now(): number;
  /** Moves the world ahead by a positive number of seconds; returns the new time. */
  step(seconds: number): number;
}

/** Begins at `epoch`, or where the clock kept in `file` stood: a restart must not turn time back. */
export function openSteppedClock(file: string, epoch: number): SteppedClock {
  let time = existsSync(file) ? readTime(file) : epoch;
  return {
    now: () => time,
    step(seconds) {
      time += seconds;
      writeWhole(file, JSON.stringify({ now: time }));
      return time;
    },
  };
}

/** Throws `DamagedDataError` where the file holds no time. */
function readTime(file: string): number {
  try {
    const { now } = JSON.parse(readFileSync(file, 'utf8')) as { now: unknown };
    if (typeof now === 'number' && Number.isFinite(now)) return now;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  throw new DamagedDataError(file);
}
