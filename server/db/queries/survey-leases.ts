import type { Connection } from '../connection.ts';

/** A gateway that has leases, or lives and has none yet. */
export interface SurveyedGateway {
  owner: string;
  address: string | null;
  held: number;
  /** Seconds since its last sign of life. */
  silentSeconds: number;
}

/** An account that an operator may see: one of an operator's, or the bot's. */
export interface SurveyedAccount {
  accountId: string;
  kind: 'operator' | 'bot';
  keyId: string | null;
  telegramUserId: string | null;
  state: string;
  reason: string | null;
  owner: string | null;
}

/** Who holds what now, and what is there to be held. */
export interface LeaseSurvey {
  /** Every account there is. */
  accountIds: string[];
  gateways: SurveyedGateway[];
  /** Accounts that can be held, those among them that nobody holds, and those of these that only this gateway may take. */
  usable: number;
  free: number;
  ownFree: number;
  /** Whether the session of the environment and the bot have an account, in whatever state. */
  hasKey: boolean;
  hasBot: boolean;
  accounts: SurveyedAccount[];
  /** Viewers' accounts by state. */
  viewers: Record<string, number>;
}

/** So many of the operator's accounts are told one by one. */
const mostAccounts = 200;

/** Looks at all accounts and gateways in one statement: it is asked every second by every gateway. */
export async function surveyLeases(
  connection: Connection,
  own: { keyId: string | null; botId: string | null },
): Promise<LeaseSurvey> {
  const [survey] = await connection.query<LeaseSurvey>(
    `WITH usable AS (
       SELECT lease_owner, (key_id = $1) IS TRUE OR kind = 'bot' AS is_own FROM accounts
       WHERE state IN ('active', 'frozen') AND (session IS NOT NULL OR key_id = $1 OR kind = 'bot')
         AND (kind <> 'bot' OR key_id = $1 OR telegram_user_id = $2::bigint)
     ), owners AS (
       SELECT owner, max(address) AS address, sum(held)::integer AS held,
         extract(epoch FROM clock_timestamp() - max(seen_at))::float8 AS "silentSeconds"
       FROM (
         SELECT owner, address, 0 AS held, heartbeat_at AS seen_at FROM gateways
         UNION ALL
         SELECT lease_owner, lease_address, 1, heartbeat_at FROM accounts WHERE lease_owner IS NOT NULL
       ) AS sign GROUP BY owner
     ), shown AS (
       SELECT account_id::text AS "accountId", kind, key_id AS "keyId", telegram_user_id::text AS "telegramUserId",
         state, state_reason AS reason, lease_owner AS owner
       FROM accounts WHERE kind <> 'viewer'
         AND (state <> 'ended' OR key_id = $1 OR kind = 'bot' AND telegram_user_id = $2::bigint)
       ORDER BY (key_id = $1) IS TRUE DESC, account_id LIMIT $3
     )
     SELECT
       ARRAY(SELECT account_id::text FROM accounts) AS "accountIds",
       (SELECT coalesce(json_agg(owners), '[]') FROM owners) AS gateways,
       (SELECT count(*)::integer FROM usable) AS usable,
       (SELECT count(*)::integer FROM usable WHERE lease_owner IS NULL) AS free,
       (SELECT count(*)::integer FROM usable WHERE lease_owner IS NULL AND is_own) AS "ownFree",
       EXISTS (SELECT 1 FROM accounts WHERE key_id = $1) AS "hasKey",
       EXISTS (SELECT 1 FROM accounts WHERE kind = 'bot' AND telegram_user_id = $2::bigint) AS "hasBot",
       (SELECT coalesce(json_agg(shown), '[]') FROM shown) AS accounts,
       (SELECT coalesce(json_object_agg(state, number), '{}')
         FROM (SELECT state, count(*)::integer AS number FROM accounts WHERE kind = 'viewer' GROUP BY state) AS viewer
       ) AS viewers`,
    [own.keyId, own.botId, mostAccounts],
  );
  if (survey === undefined) throw new Error('a statement without FROM gives one row');
  return survey;
}
