import type { Connection } from '../connection.ts';

/** An account that is ended while nobody holds it. */
export interface EndedAccount {
  kind: 'operator' | 'viewer' | 'bot';
  viewerId: string | null;
  /** What was sealed, for logging out; null: nothing was. */
  session: string | null;
}

/**
 * Wipes the session of an account and notes that it is ended, unless a process that gave a sign of life in the last
 * `silenceSeconds` holds it; null: one does, or there is no such account. No gateway takes it any more after that, so
 * whoever gets the session is alone with it.
 */
export async function endStoredAccount(
  connection: Connection,
  ending: { accountId: string; silenceSeconds: number; now: Date },
): Promise<EndedAccount | null> {
  const [row] = await connection.query<{
    kind: EndedAccount['kind'];
    viewer_id: string | null;
    session: string | null;
  }>(
    `WITH before AS (
       SELECT account_id, kind, viewer_id, session FROM accounts
       WHERE account_id = $1 AND (lease_owner IS NULL OR heartbeat_at IS NULL
         OR heartbeat_at < clock_timestamp() - make_interval(secs => $2))
       FOR UPDATE
     )
     UPDATE accounts SET state = 'ended', state_reason = 'ended', ended_at = $3, session = NULL,
       shares_public = false, shows_private_chats = false,
       lease_owner = NULL, lease_address = NULL, heartbeat_at = NULL, lease_epoch = accounts.lease_epoch + 1
     FROM before WHERE accounts.account_id = before.account_id
     RETURNING before.kind, before.viewer_id, before.session`,
    [ending.accountId, ending.silenceSeconds, ending.now],
  );
  return row === undefined ? null : { kind: row.kind, viewerId: row.viewer_id, session: row.session };
}
