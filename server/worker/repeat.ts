import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#server/log.ts';

/** Something done again and again; a failure is logged and the next turn comes all the same. */
export interface Chore {
  name: string;
  everyMs: number;
  run(now: Date): Promise<void>;
}

/** Runs a chore now and then every `everyMs`, one turn at a time, until it is stopped; `stop` awaits the current turn. */
export function repeat(chore: Chore, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController();
  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      try {
        await chore.run(new Date());
      } catch (error) {
        log.error({ err: error, chore: chore.name }, 'a chore failed');
      }
      const rest = Math.max(0, chore.everyMs - (performance.now() - startedAt));
      // An abort ends the pause early; the loop's condition then ends the loop.
      await delay(rest, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
