import type { Connection } from '../connection.ts';
import type { Lease } from './take-lease.ts';

/** Gives a sign of life of a lease's owner. False: the lease is somebody else's now. */
export async function renewLease(connection: Connection, lease: Lease, owner: string): Promise<boolean> {
  const rows = await connection.query(
    `UPDATE accounts SET heartbeat_at = clock_timestamp()
     WHERE account_id = $1 AND lease_epoch = $2 AND lease_owner = $3 RETURNING account_id`,
    [lease.accountId, lease.epoch, owner],
  );
  return rows.length === 1;
}
