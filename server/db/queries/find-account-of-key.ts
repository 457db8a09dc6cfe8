import type { Connection } from '../connection.ts';

/** The account that is used with the key of this public id; null: none. */
export async function findAccountOfKey(connection: Connection, keyId: string): Promise<string | null> {
  const [row] = await connection.query<{ account_id: string }>(
    "SELECT account_id FROM accounts WHERE key_id = $1 AND state IN ('active', 'frozen')",
    [keyId],
  );
  return row?.account_id ?? null;
}
