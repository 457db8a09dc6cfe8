import type { Connection } from '../connection.ts';

export interface LeaseClaim {
  /** Who asks, unique for each start of a process. */
  owner: string;
  /** Where its gateway answers. */
  address: string;
  /** The key of the session in the environment, and the user id of the bot: both need no stored session. */
  keyId: string | null;
  botId: string | null;
  /** Accounts that are not to be taken: they are held already, or were found unusable a moment ago. */
  except: readonly string[];
  /** Owners that are surely dead, and owners that may have been silent for too long; see {@link leaseSilenceSeconds}. */
  deadOwners: readonly string[];
  silentOwners: readonly string[];
  silenceSeconds: number;
  /** How many in all, and whether only those that nobody else may take: the session of the environment and the bot. */
  limit: number;
  isOwnOnly: boolean;
}

export interface ClaimedAccount {
  accountId: string;
  epoch: string;
  kind: 'operator' | 'viewer' | 'bot';
  state: 'active' | 'frozen';
  viewerId: string | null;
  /** null: nobody knows yet whose session it is. */
  telegramUserId: string | null;
  keyId: string | null;
  /** Sealed. */
  session: string | null;
  /** ISO 8601 by method. */
  floodWaits: Record<string, string>;
}

/**
 * Takes leases that are free, each under a new epoch. One statement with SKIP LOCKED, so two that ask at once never get
 * the same. Leases go by the database's clock, which all hosts share.
 */
export async function claimLeases(connection: Connection, claim: LeaseClaim): Promise<ClaimedAccount[]> {
  return connection.query<ClaimedAccount>(
    `WITH free AS (
       SELECT account_id FROM accounts
       WHERE state IN ('active', 'frozen') AND account_id <> ALL($5::bigint[])
         AND (session IS NOT NULL OR key_id = $3 OR kind = 'bot')
         AND (kind <> 'bot' OR key_id = $3 OR telegram_user_id = $4::bigint)
         AND (NOT $10::boolean OR key_id = $3 OR kind = 'bot')
         AND (lease_owner IS NULL OR lease_owner = ANY($6::text[])
           OR lease_owner = ANY($7::text[])
             AND heartbeat_at < clock_timestamp() - make_interval(secs => $8))
       ORDER BY (key_id = $3) IS TRUE DESC, kind = 'bot' DESC, account_id
       LIMIT $9 FOR UPDATE SKIP LOCKED
     )
     UPDATE accounts SET lease_owner = $1, lease_address = $2, lease_epoch = lease_epoch + 1,
       heartbeat_at = clock_timestamp()
     FROM free WHERE accounts.account_id = free.account_id
     RETURNING accounts.account_id AS "accountId", lease_epoch AS epoch, kind, state, viewer_id AS "viewerId",
       telegram_user_id AS "telegramUserId", key_id AS "keyId", session, flood_waits AS "floodWaits"`,
    [
      ...[claim.owner, claim.address, claim.keyId, claim.botId, claim.except],
      ...[claim.deadOwners, claim.silentOwners, claim.silenceSeconds, claim.limit, claim.isOwnOnly],
    ],
  );
}
