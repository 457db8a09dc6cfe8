import type { Connection } from '../connection.ts';

export interface JobOptions {
  /**
   * Jobs of one queue run one after another, across processes; `mt:<account id>` for what uses an account: only the
   * gateway that holds its session takes these.
   */
  queueName?: string;
  /** At most one waiting job has this key. */
  jobKey?: string;
  /**
   * What happens to a waiting job of the same key: `replace` (default) gives it the new time, `preserve_run_at` keeps
   * its time, so that nobody can hurry a job that waits for a flood wait to end.
   */
  jobKeyMode?: 'replace' | 'preserve_run_at';
  /** Smaller runs earlier; see {@link jobPriority}. */
  priority?: number;
  runAt?: Date;
  maxAttempts?: number;
}

/** What goes first within one queue. */
export const jobPriority = { interactive: 0, fresh: 10, channel: 20, old: 30, backfill: 40 } as const;

/**
 * Adds a job to the queue. Called with the connection of the transaction that makes the job necessary, so that either
 * both happen or neither.
 */
export async function addJob(
  connection: Connection,
  task: string,
  payload: object,
  options: JobOptions = {},
): Promise<void> {
  await connection.query(
    `SELECT 1 FROM graphile_worker.add_job(
       identifier => $1, payload => $2::json, queue_name => $3, run_at => $4::timestamptz,
       max_attempts => $5::int, job_key => $6, priority => $7::int, job_key_mode => $8,
       flags => $9::text[])`,
    [
      task,
      JSON.stringify(payload),
      options.queueName ?? null,
      options.runAt ?? null,
      options.maxAttempts ?? null,
      options.jobKey ?? null,
      options.priority ?? null,
      options.jobKeyMode ?? 'replace',
      flagsOf(options.queueName),
    ],
  );
}

const accountQueue = /^mt:(\d+)$/;

/** The flag of jobs that use an account: a worker names those it must not take. */
export function accountFlag(accountId: string): string {
  return `account:${accountId}`;
}

function flagsOf(queueName: string | undefined): string[] | null {
  const accountId = accountQueue.exec(queueName ?? '')?.[1];
  return accountId === undefined ? null : [accountFlag(accountId)];
}
