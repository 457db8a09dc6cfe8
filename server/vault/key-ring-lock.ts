import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { KeyRingError } from './key-ring-error.ts';

/** How long a writer may take; the lock of one that was killed is older than that. */
const lockLifetimeMs = 10_000;
const lockPollMs = 20;

/**
 * Makes the file `lock`, which only one process at a time can; whoever made it removes it. The lock of a process that was
 * killed is removed when it is old. Waits without giving way: it happens at the start or in a command. Throws
 * {@link KeyRingError} `key-ring-busy`.
 */
export function takeLock(lock: string): void {
  const startedAt = Date.now();
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx', 0o600));
      return;
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
    }
    const stat = statSync(lock, { throwIfNoEntry: false });
    if (stat !== undefined && Date.now() - stat.mtimeMs > lockLifetimeMs) rmSync(lock, { force: true });
    if (Date.now() - startedAt > 2 * lockLifetimeMs) {
      throw new KeyRingError('key-ring-busy', `Another process has been changing the keys for long: ${lock}`);
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lockPollMs);
  }
}
