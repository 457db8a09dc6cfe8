import type { Connection } from '../connection.ts';

/** A lease as it stands in the database. */
export interface RenewedLease {
  accountId: string;
  epoch: string;
  /** null: nobody has logged in yet. */
  keyId: string | null;
}

/**
 * Gives a sign of life of a gateway and of every lease it has, and says which these are: whatever it thinks it holds
 * besides is somebody else's now. Locks of guarded writes are not waited for longer than the caller's own deadline.
 */
export async function renewLeases(
  connection: Connection,
  gateway: { owner: string; address: string },
): Promise<RenewedLease[]> {
  return connection.query<RenewedLease>(
    `WITH gateway AS (
       INSERT INTO gateways (owner, address, started_at, heartbeat_at)
       VALUES ($1, $2, clock_timestamp(), clock_timestamp())
       ON CONFLICT (owner) DO UPDATE SET heartbeat_at = excluded.heartbeat_at
     )
     UPDATE accounts SET heartbeat_at = clock_timestamp() WHERE lease_owner = $1
     RETURNING account_id AS "accountId", lease_epoch AS epoch, key_id AS "keyId"`,
    [gateway.owner, gateway.address],
  );
}
