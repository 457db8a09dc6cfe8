import type { Connection } from '../connection.ts';

/** The right to act for an account: it ends when somebody else takes the lease, which raises the epoch. */
export interface Lease {
  accountId: string;
  epoch: string;
}

/** Something was about to be written for an account that another gateway holds by now. Nobody's fault; nothing is kept. */
export class StaleLeaseError extends Error {
  readonly code = 'stale-lease';
  readonly accountId: string;

  constructor(accountId: string) {
    super(`the lease of account ${accountId} is another gateway's now: nothing was written`);
    this.name = 'StaleLeaseError';
    this.accountId = accountId;
  }
}

/**
 * Throws {@link StaleLeaseError} when the lease is not the newest one any more. Call it last in the transaction that
 * writes for the account: until the commit nobody takes the lease, and nothing is committed afterwards. Last, so that signs
 * of life of the same row wait no longer than a commit takes.
 */
export async function guardEpoch(connection: Connection, lease: Lease): Promise<void> {
  const rows = await connection.query(
    `SELECT 1 FROM accounts
     WHERE account_id = $1 AND lease_epoch = $2 AND lease_owner IS NOT NULL FOR SHARE`,
    [lease.accountId, lease.epoch],
  );
  if (rows.length === 0) throw new StaleLeaseError(lease.accountId);
}
