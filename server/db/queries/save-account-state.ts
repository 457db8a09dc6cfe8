import type { Connection } from '../connection.ts';

/** Notes that an account is in use, or why it cannot be (`dead`, `frozen`). */
export async function saveAccountState(
  connection: Connection,
  accountId: string,
  state: 'active' | 'dead' | 'frozen',
): Promise<void> {
  await connection.query('UPDATE accounts SET state = $2 WHERE account_id = $1', [accountId, state]);
}
