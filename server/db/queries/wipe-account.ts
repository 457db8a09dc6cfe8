import type { Connection } from '../connection.ts';

/**
 * Ends an account here without asking its holder: the sealed session goes, what its owner allowed goes with it, and a
 * gateway that holds the lease has lost it, so that it closes its sockets. Returns whether there was such an account;
 * ended ones are wiped again.
 */
export async function wipeAccount(
  connection: Connection,
  account: { accountId: string; reason: string; now: Date },
): Promise<boolean> {
  const rows = await connection.query<{ account_id: string }>(
    `UPDATE accounts SET state = 'ended', state_reason = $2, ended_at = coalesce(ended_at, $3), session = NULL,
       shares_public = false, shows_private_chats = false,
       lease_owner = NULL, lease_address = NULL, heartbeat_at = NULL, lease_epoch = lease_epoch + 1
     WHERE account_id = $1 RETURNING account_id`,
    [account.accountId, account.reason, account.now],
  );
  return rows.length > 0;
}
