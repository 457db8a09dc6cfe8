import type { Connection } from '../connection.ts';

/** Takes a lock of this number until the transaction ends; false: another process has it. */
export async function tryAdvisoryLock(connection: Connection, key: number): Promise<boolean> {
  const [row] = await connection.query<{ is_taken: boolean }>(
    'SELECT pg_try_advisory_xact_lock($1) AS is_taken',
    [key],
  );
  return row?.is_taken === true;
}
