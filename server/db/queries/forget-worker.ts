import type { Connection } from '../connection.ts';

/** Removes a worker that stopped in order. */
export async function forgetWorker(connection: Connection, workerId: string): Promise<void> {
  await connection.query('DELETE FROM job_workers WHERE worker_id = $1', [workerId]);
}
