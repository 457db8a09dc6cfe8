import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#server/log.ts';
import type { DueProgress } from '#server/outbox/progress.ts';
import type { Started } from '#server/process.ts';
import { decideProgress } from './decide-progress.ts';
import { editPauseMs } from './show-channel.ts';
import { type StepDependencies, takeProgressStep } from './take-progress-step.ts';

export interface FollowerDependencies extends StepDependencies {
  log: Log;
  /** How often to look for messages that are due. */
  tickMs?: number;
}

/**
 * Starts the follower of progress messages. Everything it knows is in the database: after a restart, or on another bot
 * process, it goes on where it was. A message is edited at most once in two seconds, and only when its text changes.
 */
export function startFollower(dependencies: FollowerDependencies): Started {
  const { progress, now, log, tickMs = 500 } = dependencies;
  const stopping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const due = await progress.claimDue(now(), editPauseMs);
        await Promise.all(due.map(follow));
      } catch (error) {
        log.error({ err: error }, 'progress messages cannot be read');
      }
      await delay(tickMs, undefined, { signal: stopping.signal }).catch(() => {
        // Stopping cuts a pause short.
      });
    }
  }

  /** Never rejects: what fails is tried again when the message is due again. */
  async function follow(message: DueProgress): Promise<void> {
    try {
      await takeProgressStep(decideProgress(message, now()), message, dependencies);
    } catch (error) {
      log.warn({ err: error, channelId: message.channelId }, 'a progress message was not edited');
    }
  }

  const running = run();
  return {
    name: 'follower',
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
