import type { Connection } from '../connection.ts';

/** Gives back to the queue what these workers held, and forgets them. */
export async function unlockWorkers(connection: Connection, workerIds: readonly string[]): Promise<void> {
  await connection.query('SELECT graphile_worker.force_unlock_workers($1::text[])', [workerIds]);
  await connection.query('DELETE FROM job_workers WHERE worker_id = ANY($1::text[])', [workerIds]);
}
