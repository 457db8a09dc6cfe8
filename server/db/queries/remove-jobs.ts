import type { Connection } from '../connection.ts';

/** Takes back the waiting jobs with these keys; one that runs is not stopped, only not tried again. */
export async function removeJobs(connection: Connection, jobKeys: readonly string[]): Promise<void> {
  await connection.query('SELECT graphile_worker.remove_job(job_key) FROM unnest($1::text[]) AS job_key', [
    jobKeys,
  ]);
}
