import { setTimeout as delay } from 'node:timers/promises';
import type { Stoppable } from '../stop-stack.ts';
import type { Cluster } from './cluster.ts';

const checkMs = 500;
const shortestPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Watches the server, which is a daemon and nobody's child: when it ends without being told to, that is said and it is
 * started again, after pauses that double from 1 to 30 s until it is back.
 */
export function keepRunning(cluster: Cluster, say: (sentence: string) => void): Stoppable {
  const stopping = new AbortController();
  const { signal } = stopping;
  const watching = watch();

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      if (!cluster.isRunning()) await bringBack();
      await pause(checkMs);
    }
  }

  async function bringBack(): Promise<void> {
    let reason = 'ended';
    for (let pauseMs = shortestPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      say(`database ${reason}; it starts again in ${pauseMs / 1_000} s (log: ${cluster.logFile})`);
      await pause(pauseMs);
      if (signal.aborted) return;
      try {
        await cluster.restart();
        say('database is back');
        return;
      } catch {
        // The sentence of the next round says it; its log says why.
        reason = 'did not start';
      }
    }
  }

  function pause(milliseconds: number): Promise<void> {
    return delay(milliseconds, undefined, { signal }).catch(() => {
      // Stopping cuts a pause short.
    });
  }

  return {
    name: 'database',
    // A shutdown writes what is in memory first.
    leastMs: 2_000,
    stop: async (graceMs) => {
      stopping.abort();
      const deadline = Date.now() + graceMs;
      // A start that is under way may still leave a server behind.
      await Promise.race([watching, delay(graceMs / 3)]);
      await cluster.stop(deadline - Date.now());
    },
  };
}
