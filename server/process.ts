import type { Log } from './log.ts';

/** Something a process started and has to stop. */
export interface Started {
  name: string;
  stop(): Promise<void>;
}

/**
 * Waits for SIGINT or SIGTERM, then stops what was started in reverse order. Each step has a deadline, so that one
 * that hangs cannot keep the others from stopping; the process ends within `deadlineMs` in any case.
 */
export async function runUntilSignal(log: Log, started: Started[], deadlineMs = 8_000): Promise<void> {
  process.send?.('ready');
  const signal = await nextSignal();
  log.info({ signal }, 'stopping');
  const overall = setTimeout(() => process.exit(1), deadlineMs);
  overall.unref();
  for (const part of started.toReversed()) {
    try {
      await withDeadline(part.stop(), deadlineMs / 2, part.name);
    } catch (error) {
      log.error({ err: error, part: part.name }, 'a part did not stop');
    }
  }
  log.info({}, 'stopped');
  process.exit(0);
}

function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve('SIGINT'));
    process.once('SIGTERM', () => resolve('SIGTERM'));
  });
}

/** An outside call that took longer than it may. The callee's fault; the caller may try again. */
export class DeadlineError extends Error {
  readonly code = 'deadline';
  readonly what: string;
  readonly deadlineMs: number;

  constructor(what: string, deadlineMs: number) {
    super(`${what} took longer than ${deadlineMs} ms`);
    this.name = 'DeadlineError';
    this.what = what;
    this.deadlineMs = deadlineMs;
  }
}

/** Rejects with {@link DeadlineError} when `promise` has not settled after `deadlineMs`. */
export async function withDeadline<T>(promise: Promise<T>, deadlineMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(what, deadlineMs)), deadlineMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
