import type { Connection } from '../connection.ts';
import type { Lease } from './guard-epoch.ts';

/** Notes why accounts are not connected now (null: they are, or can be at once), for whoever does not hold them. */
export async function saveAccountReasons(
  connection: Connection,
  reasons: readonly (Lease & { reason: string | null })[],
): Promise<void> {
  await connection.query(
    `UPDATE accounts SET state_reason = said.reason
     FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS said (account_id, epoch, reason)
     WHERE accounts.account_id = said.account_id AND lease_epoch = said.epoch AND lease_owner IS NOT NULL`,
    [
      reasons.map(({ accountId }) => accountId),
      reasons.map(({ epoch }) => epoch),
      reasons.map(({ reason }) => reason),
    ],
  );
}
