import type { Connection } from '../connection.ts';
import type { TelegramUserRow } from './save-telegram-user.ts';

/** Who an account is; null: nobody has asked Telegram yet, or there is no such account. */
export async function loadTelegramUser(
  connection: Connection,
  accountId: string,
): Promise<TelegramUserRow | null> {
  const [row] = await connection.query<{
    telegram_user_id: string;
    first_name: string;
    last_name: string | null;
    username: string | null;
    masked_phone: string | null;
    is_premium: boolean;
    is_bot: boolean;
    seen_at: Date;
  }>('SELECT * FROM telegram_users WHERE account_id = $1', [accountId]);
  if (row === undefined) return null;
  return {
    accountId,
    telegramUserId: row.telegram_user_id,
    firstName: row.first_name,
    lastName: row.last_name,
    username: row.username,
    maskedPhone: row.masked_phone,
    isPremium: row.is_premium,
    isBot: row.is_bot,
    seenAt: row.seen_at,
  };
}
