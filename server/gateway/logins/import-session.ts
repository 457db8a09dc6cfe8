import { randomUUID } from 'node:crypto';
import { consentVersion } from '#contract/account.ts';
import { claimSessionKey, type KeyClaim, releaseSessionKey } from '#server/db/queries/claim-session-key.ts';
import { findAccountOfKey } from '#server/db/queries/find-account-of-key.ts';
import type { ImportOutcome, ImportSession } from '#server/gateway-client/session-answers.ts';
import { DeadlineError, withDeadline } from '#server/process.ts';
import { keyIdOf } from '../sessions/key-id.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { parseSessionString, type SessionKey, SessionStringError } from '../telegram/session-string.ts';
import { buildUser } from './build-answer.ts';
import { endAccount } from './end-account.ts';
import { finishLogin } from './finish-login.ts';
import type { LoginDependencies } from './login-dependencies.ts';
import type { LoginLines } from './login-lines.ts';

/** An import gets so long: well within the time its claim on the key lasts, sockets closed included. */
const deadlineMs = 40_000;

/**
 * Takes in a session that was made elsewhere, as the operator's: asks Telegram who it is, and stores it. Its key is
 * reserved before anything connects with it, among all gateways, and until it is closed again: two connections of one key
 * end it for good. So one that is connected here already, or is being taken in, is refused.
 */
export async function importSession(
  dependencies: LoginDependencies,
  given: ImportSession,
): Promise<ImportOutcome> {
  const { database, openLines } = dependencies;
  if (given.consent_version !== consentVersion) return refused('consent-required');
  const key = read(given.session_string);
  if (key === null) return refused('unreadable');
  if (openLines === null) return refused('no-source');
  const claim = { keyId: keyIdOf(key.authKey), claimedBy: randomUUID() };
  if (!(await claimSessionKey(database, claim))) return refused('flow-busy');
  const lines = openLines();
  try {
    if ((await findAccountOfKey(database, claim.keyId)) !== null) return refused('already-connected');
    return await withDeadline(takeIn(dependencies, { lines, key, claim }), deadlineMs, 'import');
  } catch (error) {
    if (error instanceof DeadlineError) return refused('telegram-trouble');
    if (!(error instanceof MtprotoError)) throw error;
    const { kind } = error.failure;
    const isDead = kind === 'session-dead' || kind === 'session-duplicated';
    return refused(isDead ? 'session-dead' : 'telegram-trouble');
  } finally {
    await lines.closeAll();
    await releaseSessionKey(database, claim);
  }
}

async function takeIn(
  dependencies: LoginDependencies,
  { lines, key, claim }: { lines: LoginLines; key: SessionKey; claim: KeyClaim },
): Promise<ImportOutcome> {
  const client = await lines.again(key);
  const finished = await finishLogin({ ...dependencies, endOlder }, client, {
    ...{ viewerId: null, consentVersion, isMadeHere: false },
    // Whoever's claim has run out meanwhile is not alone with the key any more.
    settle: (connection) => releaseSessionKey(connection, claim),
  });
  if (finished.kind === 'taken-over') return refused('flow-busy');
  if (finished.kind !== 'connected') return refused('account-unusable');
  dependencies.sessions.wake();
  return { kind: 'connected', user: buildUser(finished.accountId, finished.owner) };

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
