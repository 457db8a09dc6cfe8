import type { Connection } from '../connection.ts';
import type { Lease } from './guard-epoch.ts';

/** Who a leased session turned out to be. */
export interface AccountIdentity {
  telegramUserId: string;
  kind: 'operator' | 'bot';
}

/**
 * Writes down who the account of a lease of the operator's is. When the same person is known already under an older key,
 * the session takes over that account, with the access hashes it has gathered. Call it in a transaction. Returns the lease
 * to go on with, or null when that other account is held by a live process, or the lease is not ours any more.
 */
export async function saveAccountIdentity(
  connection: Connection,
  lease: Lease,
  identity: AccountIdentity,
  silenceSeconds: number,
): Promise<Lease | null> {
  const [ours] = await connection.query<Record<string, unknown>>(
    `SELECT key_id, dc_id, lease_owner, lease_address FROM accounts
     WHERE account_id = $1 AND lease_epoch = $2 AND lease_owner IS NOT NULL FOR UPDATE`,
    [lease.accountId, lease.epoch],
  );
  if (ours === undefined) return null;
  const [known] = await connection.query<{ account_id: string; is_held: boolean | null }>(
    `SELECT account_id, lease_owner IS NOT NULL
       AND heartbeat_at >= clock_timestamp() - make_interval(secs => $3) AS is_held
     FROM accounts
     WHERE telegram_user_id = $1 AND kind = $4 AND viewer_id IS NULL AND account_id <> $2 FOR UPDATE`,
    [identity.telegramUserId, lease.accountId, silenceSeconds, identity.kind],
  );
  if (known === undefined) {
    await connection.query(
      "UPDATE accounts SET telegram_user_id = $2, kind = $3, state = 'active' WHERE account_id = $1",
      [lease.accountId, identity.telegramUserId, identity.kind],
    );
    return lease;
  }
  if (known.is_held === true) return null;
  await connection.query('DELETE FROM accounts WHERE account_id = $1', [lease.accountId]);
  const [moved] = await connection.query<{ lease_epoch: string }>(
    `UPDATE accounts SET key_id = $2, dc_id = $3, lease_owner = $4, lease_address = $5, session = NULL,
       lease_epoch = lease_epoch + 1, heartbeat_at = clock_timestamp(), state = 'active', state_reason = NULL
     WHERE account_id = $1 RETURNING lease_epoch`,
    [known.account_id, ours.key_id, ours.dc_id, ours.lease_owner, ours.lease_address],
  );
  return moved === undefined ? null : { accountId: known.account_id, epoch: moved.lease_epoch };
}
