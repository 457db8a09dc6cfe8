/**
 * The worker: what nobody waits for. Once a minute it turns what is due into jobs, frees the jobs of killed workers and
 * deletes what has been kept long enough. Time is an argument everywhere but in `main.ts`.
 */
import { advisoryLocks } from '#server/db/advisory-locks.ts';
import type { Database } from '#server/db/database.ts';
import { jobPriority } from '#server/db/queries/add-job.ts';
import { addSyncJob } from '#server/db/queries/add-sync-job.ts';
import { claimDueChannels } from '#server/db/queries/claim-due-channels.ts';
import { tryAdvisoryLock } from '#server/db/queries/try-advisory-lock.ts';

/** What is due is due again after this if its job never says when: the job itself sets the real time. */
const periodMs = 15 * 60_000;

/** One statement takes this many; a long outage is caught up in several, each its own transaction. */
const batchSize = 500;

/**
 * Adds a `sync-channel` job for every channel that is due at `now` and returns how many. A channel whose job still waits
 * gets no second one, so after any outage there is at most one reading of it to catch up.
 */
export async function planDueChannels(database: Database, now: Date): Promise<number> {
  let planned = 0;
  for (;;) {
    const batch = await planBatch(database, now);
    planned += batch;
    if (batch < batchSize) return planned;
  }
}

function planBatch(database: Database, now: Date): Promise<number> {
  return database.transaction(async (connection) => {
    if (!(await tryAdvisoryLock(connection, advisoryLocks.planner))) return 0;
    const nextDueAt = new Date(now.getTime() + periodMs);
    const due = await claimDueChannels(connection, now, nextDueAt, batchSize);
    for (const { channelId, accountId } of due) {
      await addSyncJob(connection, { channelId, accountId, priority: jobPriority.channel });
    }
    return due.length;
  });
}
