import type { AccountState } from '#contract/account.ts';
import type { Connection } from '../connection.ts';
import { leaseSilenceSeconds } from './lease-terms.ts';

/** An account that a viewer has connected, and how it is now. Its session stays where it is. */
export interface ViewerAccount {
  accountId: string;
  state: AccountState;
  /** What its holder said last, or why it is over; null: nothing stands in its way. */
  reason: string | null;
  /** A gateway holds it and gives signs of life. */
  isHeld: boolean;
  /** Some gateway does, so that the account will be held in a moment. */
  isGatewayThere: boolean;
  createdAt: Date;
  sharesPublic: boolean;
  showsPrivateChats: boolean;
  consentVersion: string | null;
  /** null: nobody has asked Telegram yet. */
  user: TelegramUserOfAccount | null;
}

export interface TelegramUserOfAccount {
  telegramUserId: string;
  firstName: string;
  lastName: string | null;
  username: string | null;
  maskedPhone: string | null;
  isPremium: boolean;
  isBot: boolean;
  seenAt: string;
}

/**
 * The account of a viewer: the one asked for, if it is theirs, else the newest that is in use, else the newest that is
 * not. Ended ones are gone. Leases go by the database's clock.
 */
export async function findViewerAccount(
  connection: Connection,
  viewerId: string,
  accountId: string | null,
): Promise<ViewerAccount | null> {
  const alive = 'heartbeat_at >= clock_timestamp() - make_interval(secs => $3)';
  const [account] = await connection.query<ViewerAccount>(
    `SELECT accounts.account_id AS "accountId", state, state_reason AS reason,
       coalesce(lease_owner IS NOT NULL AND accounts.${alive}, false) AS "isHeld",
       EXISTS (SELECT 1 FROM gateways WHERE gateways.${alive}) AS "isGatewayThere",
       created_at AS "createdAt", shares_public AS "sharesPublic", shows_private_chats AS "showsPrivateChats",
       consent_version AS "consentVersion",
       CASE WHEN known.account_id IS NOT NULL THEN json_build_object(
         'telegramUserId', known.telegram_user_id::text, 'firstName', first_name, 'lastName', last_name,
         'username', username, 'maskedPhone', masked_phone, 'isPremium', is_premium, 'isBot', is_bot,
         'seenAt', seen_at) END AS user
     FROM accounts LEFT JOIN telegram_users AS known USING (account_id)
     WHERE viewer_id = $1 AND state <> 'ended' AND ($2::bigint IS NULL OR accounts.account_id = $2)
     ORDER BY state = 'active' DESC, created_at DESC, accounts.account_id DESC LIMIT 1`,
    [viewerId, accountId, leaseSilenceSeconds],
  );
  return account ?? null;
}
