import type { Connection } from '../connection.ts';

/** Who a connected account is at Telegram. */
export interface ListedTelegramUser {
  accountId: string;
  viewerId: string | null;
  telegramUserId: string;
  firstName: string;
  lastName: string | null;
  username: string | null;
  maskedPhone: string | null;
  isPremium: boolean;
  isBot: boolean;
  seenAt: Date;
}

/** The people and bots behind accounts, the newest account first. */
export async function listTelegramUsers(
  connection: Connection,
  filter: { viewerId: string | null; before: string | null; limit: number },
): Promise<ListedTelegramUser[]> {
  return await connection.query<ListedTelegramUser>(
    `SELECT known.account_id AS "accountId", viewer_id AS "viewerId", known.telegram_user_id AS "telegramUserId",
       first_name AS "firstName", last_name AS "lastName", username, masked_phone AS "maskedPhone",
       is_premium AS "isPremium", is_bot AS "isBot", seen_at AS "seenAt"
     FROM telegram_users AS known JOIN accounts USING (account_id)
     WHERE ($1::bigint IS NULL OR viewer_id = $1) AND ($2::bigint IS NULL OR known.account_id < $2)
     ORDER BY known.account_id DESC LIMIT $3`,
    [filter.viewerId, filter.before, filter.limit],
  );
}
