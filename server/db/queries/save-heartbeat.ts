import type { Connection } from '../connection.ts';

/** Leaves a worker's sign of life, by the database's clock, which all hosts share. */
export async function saveHeartbeat(
  connection: Connection,
  worker: { workerId: string; process: string },
): Promise<void> {
  await connection.query(
    `INSERT INTO job_workers (worker_id, process, started_at, heartbeat_at)
     VALUES ($1, $2, clock_timestamp(), clock_timestamp())
     ON CONFLICT (worker_id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at`,
    [worker.workerId, worker.process],
  );
}
