import type { AccountOrigin } from '#server/db/queries/load-account-origin.ts';
import { parseSessionString } from '../telegram/session-string.ts';
import { keyIdOf } from './key-id.ts';

/** What the configuration of this gateway names: such an account comes back with every start. */
export interface ConfiguredAccounts {
  /** The public id of the key of `TELEGRAM_SESSION_STRING`; null: there is none. */
  keyId: string | null;
  /** The Telegram user id of the bot; null: there is none. */
  botId: string | null;
}

/** Throws `SessionStringError` when the session string is none. */
export function readConfiguredAccounts(
  sessionString: string | null,
  botToken: string | null,
): ConfiguredAccounts {
  return {
    keyId: sessionString === null ? null : keyIdOf(parseSessionString(sessionString).authKey),
    botId: botToken?.split(':')[0] ?? null,
  };
}

/** Which part of the configuration an account lives from; null: none, so that it can be ended here. */
export function configuredBy(
  { keyId, botId }: ConfiguredAccounts,
  account: Pick<AccountOrigin, 'kind' | 'keyId' | 'telegramUserId'>,
): 'session-string' | 'bot-token' | null {
  // Whatever an operator configures, a viewer's account stays theirs to end.
  if (account.kind === 'viewer') return null;
  if (keyId !== null && account.keyId === keyId) return 'session-string';
  return account.kind === 'bot' && botId !== null && account.telegramUserId === botId ? 'bot-token' : null;
}
