import type { Connection } from '../connection.ts';

/**
 * The workers that hold jobs and gave no sign of life in the last `silenceSeconds`: their row is older, or they never
 * left one and took their jobs before that.
 */
export async function findSilentWorkers(connection: Connection, silenceSeconds: number): Promise<string[]> {
  const rows = await connection.query<{ worker_id: string }>(
    `SELECT DISTINCT held.locked_by AS worker_id
     FROM (
       SELECT locked_by, locked_at FROM graphile_worker.jobs WHERE locked_by IS NOT NULL
       UNION ALL
       SELECT locked_by, locked_at FROM graphile_worker._private_job_queues WHERE locked_by IS NOT NULL
     ) AS held
     LEFT JOIN job_workers ON job_workers.worker_id = held.locked_by
     WHERE COALESCE(job_workers.heartbeat_at, held.locked_at) < clock_timestamp() - make_interval(secs => $1)`,
    [silenceSeconds],
  );
  return rows.map((row) => row.worker_id);
}
