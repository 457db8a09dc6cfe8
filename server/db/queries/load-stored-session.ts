import type { Connection } from '../connection.ts';

export interface StoredSession {
  kind: 'operator' | 'viewer' | 'bot';
  /** Sealed. */
  session: string;
}

/** The sealed session of an account; null: nothing is stored of it, or there is no such account. */
export async function loadStoredSession(
  connection: Connection,
  accountId: string,
): Promise<StoredSession | null> {
  const [row] = await connection.query<StoredSession>(
    'SELECT kind, session FROM accounts WHERE account_id = $1 AND session IS NOT NULL',
    [accountId],
  );
  return row ?? null;
}
