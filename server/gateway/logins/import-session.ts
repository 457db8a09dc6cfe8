import { consentVersion } from '#contract/account.ts';
import { findAccountOfKey } from '#server/db/queries/find-account-of-key.ts';
import type { ImportOutcome, ImportSession } from '#server/gateway-client/session-answers.ts';
import { keyIdOf } from '../sessions/key-id.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { parseSessionString, type SessionKey, SessionStringError } from '../telegram/session-string.ts';
import { buildUser } from './build-answer.ts';
import { endAccount } from './end-account.ts';
import { finishLogin } from './finish-login.ts';
import type { LoginDependencies } from './login-dependencies.ts';

/**
 * Takes in a session that was made elsewhere, as the operator's: asks Telegram who it is, and stores it. One that is
 * connected here already is refused before anything connects with it, because two connections of one key end it.
 */
export async function importSession(
  dependencies: LoginDependencies,
  given: ImportSession,
): Promise<ImportOutcome> {
  const { database, openLines, sessions } = dependencies;
  if (given.consent_version !== consentVersion) return refused('consent-required');
  const key = read(given.session_string);
  if (key === null) return refused('unreadable');
  if (openLines === null) return refused('no-source');
  if ((await findAccountOfKey(database, keyIdOf(key.authKey))) !== null) return refused('already-connected');
  const lines = openLines();
  try {
    const client = await lines.again(key);
    const finished = await finishLogin(
      { ...dependencies, endOlder },
      client,
      // No login is under way that somebody else could have taken over.
      { viewerId: null, consentVersion, isMadeHere: false, settle: async () => true },
    );
    if (finished.kind !== 'connected') return refused('account-unusable');
    sessions.wake();
    return { kind: 'connected', user: buildUser(finished.accountId, finished.owner) };
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error;
    return refused(error.failure.kind === 'session-dead' ? 'session-dead' : 'telegram-trouble');
  } finally {
    await lines.closeAll();
  }

  async function endOlder(accountId: string): Promise<void> {
    const outcome = await endAccount(dependencies, accountId, 'gateway');
    if (outcome.kind === 'held-elsewhere') await dependencies.endElsewhere(accountId);
  }
}

function read(text: string): SessionKey | null {
  try {
    return parseSessionString(text.trim());
  } catch (error) {
    if (!(error instanceof SessionStringError)) throw error;
    return null;
  }
}

function refused(code: Extract<ImportOutcome, { kind: 'refused' }>['code']): ImportOutcome {
  return { kind: 'refused', code };
}
