import type { Connection } from '../connection.ts';

/** Who an account is at Telegram, as it is shown to its owner. */
export interface TelegramUserRow {
  accountId: string;
  telegramUserId: string;
  firstName: string;
  lastName: string | null;
  username: string | null;
  maskedPhone: string | null;
  isPremium: boolean;
  isBot: boolean;
  seenAt: Date;
}

/** Saves who an account is; an older look does not replace a newer one. */
export async function saveTelegramUser(connection: Connection, user: TelegramUserRow): Promise<void> {
  await connection.query(
    `INSERT INTO telegram_users (account_id, telegram_user_id, first_name, last_name, username, masked_phone,
       is_premium, is_bot, seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (account_id) DO UPDATE SET telegram_user_id = excluded.telegram_user_id,
       first_name = excluded.first_name, last_name = excluded.last_name, username = excluded.username,
       masked_phone = excluded.masked_phone, is_premium = excluded.is_premium, is_bot = excluded.is_bot,
       seen_at = excluded.seen_at
     WHERE telegram_users.seen_at <= excluded.seen_at`,
    [
      ...[user.accountId, user.telegramUserId, user.firstName, user.lastName, user.username],
      ...[user.maskedPhone, user.isPremium, user.isBot, user.seenAt],
    ],
  );
}
