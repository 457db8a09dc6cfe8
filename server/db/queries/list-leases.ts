import type { Connection } from '../connection.ts';
import { leaseSilenceSeconds } from './lease-terms.ts';

/** Which process holds an account. */
export interface ListedLease {
  accountId: string;
  kind: 'operator' | 'viewer' | 'bot';
  owner: string;
  gatewayUrl: string | null;
  epoch: string;
  heartbeatAt: Date | null;
  isLive: boolean;
  reason: string | null;
}

/** Leases that somebody has, those of the newest accounts first. Leases go by the database's clock. */
export async function listLeases(
  connection: Connection,
  filter: { isLive: boolean | null; before: string | null; limit: number },
): Promise<ListedLease[]> {
  return await connection.query<ListedLease>(
    `SELECT * FROM (
       SELECT account_id AS "accountId", kind, lease_owner AS owner, lease_address AS "gatewayUrl",
         lease_epoch AS epoch, heartbeat_at AS "heartbeatAt", state_reason AS reason,
         coalesce(heartbeat_at >= clock_timestamp() - make_interval(secs => $4), false) AS "isLive"
       FROM accounts WHERE lease_owner IS NOT NULL AND ($2::bigint IS NULL OR account_id < $2)
     ) AS leases
     WHERE $1::boolean IS NULL OR "isLive" = $1
     ORDER BY "accountId" DESC LIMIT $3`,
    [filter.isLive, filter.before, filter.limit, leaseSilenceSeconds],
  );
}
