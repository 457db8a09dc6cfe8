/**
 * The worker: what nobody waits for. Once a minute it turns what is due into jobs, frees the jobs of killed workers and
 * deletes what has been kept long enough. Time is an argument everywhere but in `main.ts`.
 */
import { planChannels } from '#server/actions/plan-channels.ts';
import { advisoryLocks } from '#server/db/advisory-locks.ts';
import type { Database } from '#server/db/database.ts';
import { jobPriority } from '#server/db/queries/add-job.ts';
import { claimDueChannels } from '#server/db/queries/claim-due-channels.ts';
import { loadUnservedChannels } from '#server/db/queries/load-unserved-channels.ts';
import { tryAdvisoryLock } from '#server/db/queries/try-advisory-lock.ts';

/** What is due is due again after this if its job never says when: the job itself sets the real time. */
const periodMs = 15 * 60_000;

/** One statement takes this many; a long outage is caught up in several, each its own transaction. */
const batchSize = 500;

/**
 * Asks for a reading of every channel that is due at `now`, by the best source it has now, and returns how many there
 * were. A channel whose job still waits gets no second one, so after any outage there is at most one reading of it to
 * catch up. Channels that no account could read are given to one as soon as it can.
 */
export async function planDueChannels(database: Database, now: Date): Promise<number> {
  let planned = 0;
  for (;;) {
    const batch = await planBatch(database, now);
    planned += batch;
    if (batch < batchSize) break;
  }
  await serveAgain(database, now);
  return planned;
}

function planBatch(database: Database, now: Date): Promise<number> {
  return database.transaction(async (connection) => {
    if (!(await tryAdvisoryLock(connection, advisoryLocks.planner))) return 0;
    const nextDueAt = new Date(now.getTime() + periodMs);
    const due = await claimDueChannels(connection, now, nextDueAt, batchSize);
    await planChannels(connection, due, { now, priority: jobPriority.channel });
    return due.length;
  });
}

function serveAgain(database: Database, now: Date): Promise<void> {
  return database.transaction(async (connection) => {
    if (!(await tryAdvisoryLock(connection, advisoryLocks.planner))) return;
    const unserved = await loadUnservedChannels(connection, batchSize);
    const planned = await planChannels(connection, unserved, { now, priority: null });
    const served = planned.filter(({ isMoved }) => isMoved).map(({ channelId }) => channelId);
    await planChannels(connection, served, { now, priority: jobPriority.channel });
  });
}
