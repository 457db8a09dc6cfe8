import { Api } from 'telegram';
import type { KeptSession } from './keep-session.ts';
import { sanitizeText } from './sanitize-text.ts';

/** One login of an account: a device that may use it. */
export interface LoginOfAccount {
  /** Ours, over which the question was asked. */
  isCurrent: boolean;
  /** Telegram has asked the person whether it was them, and has no answer yet. */
  isUnconfirmed: boolean;
  deviceModel: string;
  platform: string;
  systemVersion: string;
  appName: string;
  appVersion: string;
  /** Instants, ISO 8601. */
  createdAt: string;
  activeAt: string;
  country: string;
}

/** Asks for every login of the account, ours first. Throws {@link MtprotoError}. */
export async function fetchAuthorizations(session: KeptSession): Promise<LoginOfAccount[]> {
  const { authorizations } = await session.call(new Api.account.GetAuthorizations());
  return authorizations.map(buildLogin).sort((one, other) => Number(other.isCurrent) - Number(one.isCurrent));
}

/**
 * Ends every login of the account but ours. Throws {@link MtprotoError}; its failure is `reset-forbidden` while our own
 * login is younger than a day.
 */
export async function resetAuthorizations(session: KeptSession): Promise<void> {
  await session.call(new Api.auth.ResetAuthorizations());
}

function buildLogin(login: Api.Authorization): LoginOfAccount {
  return {
    isCurrent: login.current === true,
    isUnconfirmed: login.unconfirmed === true,
    deviceModel: sanitizeText(login.deviceModel),
    platform: sanitizeText(login.platform),
    systemVersion: sanitizeText(login.systemVersion),
    appName: sanitizeText(login.appName),
    appVersion: sanitizeText(login.appVersion),
    createdAt: toInstant(login.dateCreated),
    activeAt: toInstant(login.dateActive),
    country: sanitizeText(login.country),
  };
}

function toInstant(unixSeconds: number): string {
  return new Date(unixSeconds * 1_000).toISOString();
}
