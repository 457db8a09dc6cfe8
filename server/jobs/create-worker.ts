/**
 * The queue: graphile-worker, and what it lacks. A killed worker's jobs stay locked for four hours there, so every
 * worker of ours leaves a sign of life, and a reaper frees what the silent ones held. Jobs of one queue name run one
 * after another across processes; its `localQueue` would break that order and is never used.
 */
import { EventEmitter } from 'node:events';
import { Logger, type Runner, run, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import type { Connection } from '#server/db/connection.ts';
import { forgetWorker } from '#server/db/queries/forget-worker.ts';
import { saveHeartbeat } from '#server/db/queries/save-heartbeat.ts';
import type { Log } from '#server/log.ts';

export interface JobContext {
  /** Aborted when the process stops: a long task leaves off at its next safe point. */
  signal: AbortSignal;
  /** 1 for the first try. */
  attempt: number;
  maxAttempts: number;
}

/** Does one job. It resolves when the job is done or has put itself off, and rejects to be tried again with back-off. */
export type Task = (payload: unknown, context: JobContext) => Promise<void>;

export interface JobWorker {
  stop(): Promise<void>;
}

export interface WorkerSettings {
  databaseUrl: string;
  database: Connection;
  /** Shown beside its signs of life: `gateway`, `worker`. */
  processName: string;
  tasks: Record<string, Task>;
  log: Log;
  concurrency?: number;
  /** Flags whose jobs are left to other workers, asked before every job; null: none. */
  forbiddenFlags?: () => string[];
  /** How often jobs that became due are looked for; new ones are announced by NOTIFY at once. */
  pollIntervalMs?: number;
}

const heartbeatMs = 5_000;
const restartDelayMs = 1_000;
/** The queue's own connections: one listens, the others take and finish jobs in milliseconds. */
const poolSize = 3;

/** Starts taking jobs. It starts anew by itself when the queue's own machinery gives up, as it does without a database. */
export async function createWorker(settings: WorkerSettings): Promise<JobWorker> {
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    max: poolSize,
    application_name: `channel-pulse ${settings.processName} jobs`,
    keepAlive: true,
    connectionTimeoutMillis: 3_000,
  });
  pool.on('error', () => {
    // A lost idle connection; the queue opens another.
  });
  pool.on('connect', (client) => {
    client.on('error', () => {
      // A connection lost while it was used; the question that was under way fails by itself.
    });
  });
  const stopping = new AbortController();
  let workerId: string | null = null;
  let runner: Runner | null = null;

  async function beat(): Promise<void> {
    if (workerId === null) return;
    await saveHeartbeat(settings.database, { workerId, process: settings.processName });
  }

  async function start(): Promise<void> {
    const events: WorkerEvents = new EventEmitter();
    events.on('pool:create', ({ workerPool }) => {
      workerId = workerPool.id;
      void beat().catch((error: unknown) => settings.log.warn({ err: error }, 'no sign of life left'));
    });
    runner = await run({
      pgPool: pool,
      taskList: Object.fromEntries(
        Object.entries(settings.tasks).map(([name, task]) => [name, bind(task, stopping.signal)]),
      ),
      concurrency: settings.concurrency ?? 4,
      pollInterval: settings.pollIntervalMs ?? 1_000,
      ...(settings.forbiddenFlags === undefined ? {} : { forbiddenFlags: settings.forbiddenFlags }),
      noHandleSignals: true,
      parsedCronItems: [],
      logger: new Logger(() => (level, message) => {
        if (level === 'error') settings.log.error({ queue: message.slice(0, 500) }, 'the queue reports');
      }),
      events,
    });
    runner.promise.then(
      () => restart(),
      (error: unknown) => {
        settings.log.error({ err: error }, 'the queue gave up');
        restart();
      },
    );
  }

  function restart(): void {
    if (stopping.signal.aborted) return;
    const timer = setTimeout(() => {
      if (stopping.signal.aborted) return;
      start().catch((error: unknown) => {
        settings.log.error({ err: error }, 'the queue did not start');
        restart();
      });
    }, restartDelayMs);
    timer.unref();
  }

  await start();
  const heart = setInterval(() => {
    void beat().catch((error: unknown) => settings.log.warn({ err: error }, 'no sign of life left'));
  }, heartbeatMs);
  heart.unref();

  return {
    async stop() {
      stopping.abort();
      clearInterval(heart);
      await runner?.stop().catch(() => {
        // It had stopped by itself already.
      });
      if (workerId !== null) {
        await forgetWorker(settings.database, workerId).catch(() => {
          // Without a database nothing can be taken back; the reaper does it later.
        });
      }
      await pool.end();
    },
  };
}

function bind(
  task: Task,
  signal: AbortSignal,
): (payload: unknown, helpers: { job: { attempts: number; max_attempts: number } }) => Promise<void> {
  return (payload, { job }) =>
    task(payload, { signal, attempt: job.attempts, maxAttempts: job.max_attempts });
}
