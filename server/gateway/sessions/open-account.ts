import type { Database } from '#server/db/database.ts';
import type { ClaimedAccount } from '#server/db/queries/claim-leases.ts';
import { saveBotSession } from '#server/db/queries/save-bot-session.ts';
import { SealError } from '#server/vault/seal-error.ts';
import type { Vault } from '#server/vault/vault.ts';
import { MtprotoError, type MtprotoFailure } from '../telegram/mtproto-failure.ts';
import type { SessionKey } from '../telegram/session-string.ts';
import { keyIdOf } from './key-id.ts';
import { openSession, sealSession } from './sealed-session.ts';

/** The session of an account, or a stable code of why there is none. */
export type OpenedAccount =
  | { kind: 'open'; account: ClaimedAccount; key: SessionKey }
  | { kind: 'closed'; reason: string; restMs: number };

export interface OpenAccountDependencies {
  database: Database;
  vault: Vault;
  /** The session string of the environment; null: there is none. */
  environmentKey: SessionKey | null;
  /** Logs the bot in with a key that is made now; null: there is no bot. */
  logInBot: (() => Promise<SessionKey>) | null;
}

/** A key ring may be copied here meanwhile. */
const sealedRestMs = 60_000;
const awayRestMs = 5_000;
const refusedRestMs = 10 * 60_000;

/**
 * Finds the session of a leased account: that of the environment, or the sealed one of its row. A bot without one logs in
 * with its token, and what it gets is sealed and stored for the next time. That a sealed session is opened is in the audit
 * log already.
 */
export async function openAccount(
  dependencies: OpenAccountDependencies,
  account: ClaimedAccount,
): Promise<OpenedAccount> {
  const { environmentKey, vault } = dependencies;
  if (environmentKey !== null && account.keyId === keyIdOf(environmentKey.authKey)) {
    return { kind: 'open', account, key: environmentKey };
  }
  try {
    if (account.session !== null) {
      return { kind: 'open', account, key: openSession(vault, account, account.session) };
    }
    return await openBot(dependencies, account);
  } catch (error) {
    if (error instanceof SealError) return { kind: 'closed', reason: error.code, restMs: sealedRestMs };
    if (!(error instanceof MtprotoError)) throw error;
    return { kind: 'closed', reason: error.failure.code, restMs: restAfter(error.failure) };
  }
}

/** What Telegram refused once it refuses again; what was only away is back soon. */
function restAfter(failure: MtprotoFailure): number {
  if (failure.kind === 'flood-wait') return failure.seconds * 1_000;
  return failure.kind === 'network' || failure.kind === 'server-trouble' ? awayRestMs : refusedRestMs;
}

async function openBot(
  { database, vault, logInBot }: OpenAccountDependencies,
  account: ClaimedAccount,
): Promise<OpenedAccount> {
  if (logInBot === null) return { kind: 'closed', reason: 'no-session', restMs: sealedRestMs };
  const key = await logInBot();
  const keyId = keyIdOf(key.authKey);
  const sealed = sealSession(vault, account, key);
  await database.transaction((connection) =>
    saveBotSession(connection, account, { sealed, keyId, dcId: key.dcId }),
  );
  return { kind: 'open', account: { ...account, keyId, session: sealed }, key };
}
