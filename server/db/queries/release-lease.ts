import type { Connection } from '../connection.ts';
import type { Lease } from './take-lease.ts';

/** Gives a lease back, if it is still the owner's. */
export async function releaseLease(connection: Connection, lease: Lease, owner: string): Promise<void> {
  await connection.query(
    `UPDATE accounts SET lease_owner = NULL, lease_address = NULL, heartbeat_at = NULL
     WHERE account_id = $1 AND lease_epoch = $2 AND lease_owner = $3`,
    [lease.accountId, lease.epoch, owner],
  );
}
