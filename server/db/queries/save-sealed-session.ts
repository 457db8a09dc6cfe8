import type { Connection } from '../connection.ts';

/** Saves the sealed session of an account. */
export async function saveSealedSession(
  connection: Connection,
  accountId: string,
  session: string,
): Promise<void> {
  await connection.query('UPDATE accounts SET session = $2 WHERE account_id = $1', [accountId, session]);
}
