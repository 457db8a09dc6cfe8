import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '#server/db/connection.ts';

interface JobRow {
  task: string;
  error: string | null;
}

const pollMs = 2;
const deadlineMs = 60_000;

/** Resolves when no job is left. Throws as soon as one has failed: nothing breaks here, so nothing may fail. */
export async function waitForJobs(connection: Connection): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const jobs = await connection.query<JobRow>(
      'SELECT task_identifier AS task, last_error AS error FROM graphile_worker.jobs',
      [],
    );
    const [first] = jobs;
    if (first === undefined) return;
    const failed = jobs.find(({ error }) => error !== null);
    if (failed !== undefined) throw new Error(`${failed.task} failed: ${failed.error}`);
    if (Date.now() > deadline) throw new Error(`${first.task} is not done after ${deadlineMs} ms`);
    await delay(pollMs);
  }
}
