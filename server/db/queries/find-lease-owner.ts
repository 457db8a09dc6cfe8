import type { Connection } from '../connection.ts';

/** Who holds the lease of a session; null: nobody. */
export async function findLeaseOwner(connection: Connection, keyId: string): Promise<string | null> {
  const [row] = await connection.query<{ lease_owner: string | null }>(
    'SELECT lease_owner FROM accounts WHERE key_id = $1',
    [keyId],
  );
  return row?.lease_owner ?? null;
}
