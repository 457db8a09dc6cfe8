import type { Connection } from '../connection.ts';
import type { Lease } from './guard-epoch.ts';

/**
 * Notes whether an account can be used, and why not. Only its holder may say so. The lease of an account that is over is
 * given up, and the session of a dead one wiped; a frozen one is kept, because Telegram may thaw it.
 */
export async function saveAccountState(
  connection: Connection,
  lease: Lease,
  { state, reason }: { state: 'active' | 'frozen' | 'dead' | 'ended'; reason: string | null },
): Promise<void> {
  await connection.query(
    `UPDATE accounts SET state = $3, state_reason = $4,
       session = CASE WHEN $3 = 'dead' THEN NULL ELSE session END,
       lease_owner = CASE WHEN $3 IN ('dead', 'ended') THEN NULL ELSE lease_owner END,
       lease_address = CASE WHEN $3 IN ('dead', 'ended') THEN NULL ELSE lease_address END,
       ended_at = CASE WHEN $3 = 'ended' THEN clock_timestamp() ELSE ended_at END
     WHERE account_id = $1 AND lease_epoch = $2 AND lease_owner IS NOT NULL`,
    [lease.accountId, lease.epoch, state, reason],
  );
}
