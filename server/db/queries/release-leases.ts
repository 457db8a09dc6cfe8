import type { Connection } from '../connection.ts';
import type { Lease } from './guard-epoch.ts';

/** Gives leases back, those that are still the owner's. The last sign of life stays: the account was held lately. */
export async function releaseLeases(
  connection: Connection,
  leases: readonly Lease[],
  owner: string,
): Promise<void> {
  await connection.query(
    `UPDATE accounts SET lease_owner = NULL, lease_address = NULL
     FROM unnest($1::bigint[], $2::bigint[]) AS lease (account_id, epoch)
     WHERE accounts.account_id = lease.account_id AND lease_epoch = lease.epoch AND lease_owner = $3`,
    [leases.map(({ accountId }) => accountId), leases.map(({ epoch }) => epoch), owner],
  );
}
