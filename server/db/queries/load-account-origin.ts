import type { Connection } from '../connection.ts';

/** Where the session of an account comes from. Nothing here is secret. */
export interface AccountOrigin {
  kind: 'operator' | 'viewer' | 'bot';
  state: string;
  /** The public id of the key it is used with. */
  keyId: string | null;
  telegramUserId: string | null;
  /** False: nothing is stored; it stands in the configuration, or was wiped. */
  hasSession: boolean;
}

/** null: there is no such account. */
export async function loadAccountOrigin(
  connection: Connection,
  accountId: string,
): Promise<AccountOrigin | null> {
  const [row] = await connection.query<AccountOrigin>(
    `SELECT kind, state, key_id AS "keyId", telegram_user_id::text AS "telegramUserId",
       session IS NOT NULL AS "hasSession"
     FROM accounts WHERE account_id = $1`,
    [accountId],
  );
  return row ?? null;
}
