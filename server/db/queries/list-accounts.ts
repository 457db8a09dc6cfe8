import type { AccountState } from '#contract/account.ts';
import type { Connection } from '../connection.ts';
import { leaseSilenceSeconds } from './lease-terms.ts';

/** An account as operators see it: whether it has a session, and never what the session is. */
export interface ListedAccount {
  accountId: string;
  kind: 'operator' | 'viewer' | 'bot';
  viewerId: string | null;
  telegramUserId: string | null;
  state: AccountState;
  reason: string | null;
  hasSession: boolean;
  isHeld: boolean;
  sharesPublic: boolean;
  consentVersion: string | null;
  createdAt: Date;
  endedAt: Date | null;
}

export interface AccountFilter {
  state: AccountState | null;
  kind: 'operator' | 'viewer' | 'bot' | null;
  viewerId: string | null;
  /** Only accounts with a smaller id. */
  before: string | null;
  limit: number;
}

/** Accounts, the newest id first. */
export async function listAccounts(connection: Connection, filter: AccountFilter): Promise<ListedAccount[]> {
  return await connection.query<ListedAccount>(
    `SELECT account_id AS "accountId", kind, viewer_id AS "viewerId", telegram_user_id AS "telegramUserId", state,
       state_reason AS reason, session IS NOT NULL AS "hasSession",
       coalesce(lease_owner IS NOT NULL
         AND heartbeat_at >= clock_timestamp() - make_interval(secs => $6), false) AS "isHeld",
       shares_public AS "sharesPublic", consent_version AS "consentVersion", created_at AS "createdAt",
       ended_at AS "endedAt"
     FROM accounts
     WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR kind = $2)
       AND ($3::bigint IS NULL OR viewer_id = $3) AND ($4::bigint IS NULL OR account_id < $4)
     ORDER BY account_id DESC LIMIT $5`,
    [filter.state, filter.kind, filter.viewerId, filter.before, filter.limit, leaseSilenceSeconds],
  );
}
