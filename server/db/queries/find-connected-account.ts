import type { Connection } from '../connection.ts';

export interface FoundAccount {
  accountId: string;
  /** The public id of the key it is used with; null: it has none. */
  keyId: string | null;
  /** A live gateway holds its lease. */
  isHeld: boolean;
  /** False: its session stands in the configuration, or was wiped. */
  hasSession: boolean;
}

interface FoundRow {
  account_id: string;
  key_id: string | null;
  is_held: boolean | null;
  has_session: boolean;
}

/** The account of this person that the same viewer (null: the operator) connected before; null: there is none. */
export async function findConnectedAccount(
  connection: Connection,
  who: {
    telegramUserId: string;
    viewerId: string | null;
    kind: 'operator' | 'viewer';
    silenceSeconds: number;
  },
): Promise<FoundAccount | null> {
  const [row] = await connection.query<FoundRow>(
    `SELECT account_id, key_id, session IS NOT NULL AS has_session, lease_owner IS NOT NULL
       AND heartbeat_at >= clock_timestamp() - make_interval(secs => $4) AS is_held
     FROM accounts
     WHERE telegram_user_id = $1 AND viewer_id IS NOT DISTINCT FROM $2 AND kind = $3`,
    [who.telegramUserId, who.viewerId, who.kind, who.silenceSeconds],
  );
  if (row === undefined) return null;
  return {
    ...{ accountId: row.account_id, keyId: row.key_id },
    ...{ isHeld: row.is_held === true, hasSession: row.has_session },
  };
}
