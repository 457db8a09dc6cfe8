import type { Connection } from '#server/db/connection.ts';
import { loadTelegramUser } from '#server/db/queries/load-telegram-user.ts';
import { saveTelegramUser } from '#server/db/queries/save-telegram-user.ts';
import { fetchOwner } from '../telegram/login-owner.ts';
import type { Source } from './source.ts';

/** Names change seldom: they are asked for again after a day, at the next start. */
const freshMs = 24 * 3_600_000;

/**
 * Keeps who an account is that nobody logged in here: the bot's, and that of the configuration. Throws `MtprotoError`
 * when Telegram does not say.
 */
export async function keepOwner(database: Connection, { accountId, session }: Source): Promise<void> {
  const known = await loadTelegramUser(database, accountId);
  const now = new Date();
  if (known !== null && now.getTime() - known.seenAt.getTime() < freshMs) return;
  const owner = await fetchOwner((request) => session.call(request));
  await saveTelegramUser(database, { accountId, ...owner, seenAt: now });
}
