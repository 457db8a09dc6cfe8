import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#server/db/database.ts';
import { accountFlag } from '#server/db/queries/add-job.ts';
import { createWorker, type JobWorker, type Task } from '#server/jobs/create-worker.ts';
import type { Log } from '#server/log.ts';
import type { GatewaySessions } from './sessions/hold-sessions.ts';

export interface StartJobsSettings {
  database: Database;
  databaseUrl: string;
  log: Log;
  tasks: Record<string, Task>;
  /** null: no account is held here. */
  sessions: Pick<GatewaySessions, 'looked' | 'foreignAccountIds'> | null;
}

/** Jobs of one account run one after another; of different accounts so many at the same time. */
const concurrency = 8;
const retryMs = 1_000;

/**
 * Starts taking jobs, as soon as the database can be reached. A job that uses an account carries the account's flag, and
 * those of accounts that are not held here are left alone.
 */
export function startJobs(settings: StartJobsSettings): JobWorker {
  const { database, databaseUrl, log, tasks, sessions } = settings;
  const stopping = new AbortController();

  async function start(): Promise<JobWorker | null> {
    if (Object.keys(tasks).length === 0) return null;
    await Promise.race([sessions?.looked, aborted(stopping.signal)]);
    while (!stopping.signal.aborted) {
      try {
        return await createWorker({
          ...{ databaseUrl, database, processName: 'gateway', log, tasks, concurrency },
          forbiddenFlags: () => (sessions?.foreignAccountIds() ?? []).map(accountFlag),
        });
      } catch (error) {
        log.error({ err: error }, 'the queue did not start');
        await delay(retryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
    return null;
  }

  const starting = start();
  return {
    async stop() {
      stopping.abort();
      await (await starting)?.stop();
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
