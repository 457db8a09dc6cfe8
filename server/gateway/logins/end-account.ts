import { releaseAccountChannels } from '#server/actions/release-account-channels.ts';
import type { Database } from '#server/db/database.ts';
import { endStoredAccount } from '#server/db/queries/end-stored-account.ts';
import { findGatewayAddress } from '#server/db/queries/find-gateway-address.ts';
import { leaseSilenceSeconds } from '#server/db/queries/lease-terms.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import type { Log } from '#server/log.ts';
import { withDeadline } from '#server/process.ts';
import { SealError } from '#server/vault/seal-error.ts';
import type { Vault } from '#server/vault/vault.ts';
import { openSession } from '../sessions/sealed-session.ts';
import type { SessionTable } from '../sessions/session-table.ts';
import { type Invoke, logOut } from '../telegram/login-owner.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import type { SessionKey } from '../telegram/session-string.ts';
import type { LoginLines } from './login-lines.ts';

export type EndOutcome =
  /** False: Telegram could not be told; the owner finds the session under Settings → Devices and ends it there. */
  | { kind: 'ended'; isLoggedOut: boolean }
  | { kind: 'not-found' }
  /** It lives from the configuration, and would come back with the next start. */
  | { kind: 'configured' }
  /** Another gateway has it and has to be asked. */
  | { kind: 'held-elsewhere' };

export interface EndDependencies {
  database: Database;
  vault: Vault;
  log: Log;
  sessions: Pick<SessionTable, 'source' | 'end'>;
  /** null: MTProto is switched off or not configured, so nobody can be logged out. */
  openLines: (() => LoginLines) | null;
  now(): Date;
}

/** Telegram gets so long to hear of it, twice at most; the session is wiped in any case. */
const logOutDeadlineMs = 8_000;

/**
 * Ends an account for good: logs its session out at Telegram, closes its connection, wipes what was sealed. It is wiped
 * at once where Telegram is away, and that cannot be made up for later, because the key is gone; the outcome says so.
 */
export async function endAccount(
  dependencies: EndDependencies,
  accountId: string,
  actor: string,
): Promise<EndOutcome> {
  const { database, sessions, now } = dependencies;
  const source = sessions.source(accountId);
  let isLoggedOut =
    source !== null && (await tryLogOut(dependencies, (request) => source.interactive.call(request)));
  await sessions.end(accountId);
  const ended = await database.transaction(async (connection) => {
    const ending = { accountId, silenceSeconds: leaseSilenceSeconds, now: now() };
    const account = await endStoredAccount(connection, ending);
    if (account !== null) await releaseAccountChannels(connection, accountId, now());
    return account;
  });
  if (ended === null) {
    const address = await findGatewayAddress(database, leaseSilenceSeconds, accountId);
    return { kind: address === null ? 'not-found' : 'held-elsewhere' };
  }
  const { kind, viewerId, session } = ended;
  if (!isLoggedOut && session !== null) {
    const key = await open(dependencies, { accountId, kind, viewerId }, session);
    isLoggedOut = key !== null && (await logOutAlone(dependencies, key));
  }
  await saveAuditEvent(database, {
    ...{ actor, event: 'account.ended', subject: `accounts:${accountId}`, happenedAt: now() },
    details: { isLoggedOut },
  });
  return { kind: 'ended', isLoggedOut };
}

/** null: it cannot be opened any more, so nobody can use it either. */
async function open(
  { database, vault, log, now }: EndDependencies,
  owner: Parameters<typeof openSession>[1],
  sealed: string,
): Promise<SessionKey | null> {
  try {
    const key = openSession(vault, owner, sealed);
    await saveAuditEvent(database, {
      actor: 'gateway',
      event: 'secret.opened',
      subject: `accounts:${owner.accountId}`,
      details: { purpose: 'log-out' },
      happenedAt: now(),
    });
    return key;
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    log.error({ reason: error.code, accountId: owner.accountId }, 'a session could not be logged out');
    return null;
  }
}

/** With a connection of its own: nobody else has the session any more. */
async function logOutAlone(dependencies: EndDependencies, key: SessionKey): Promise<boolean> {
  const lines = dependencies.openLines?.() ?? null;
  if (lines === null) return false;
  try {
    return await tryLogOut(dependencies, async (request) => (await lines.again(key)).invoke(request));
  } finally {
    await lines.closeAll();
  }
}

/** True: Telegram no longer takes the session, whoever ended it. */
async function tryLogOut({ log }: EndDependencies, invoke: Invoke): Promise<boolean> {
  try {
    await withDeadline(logOut(invoke), logOutDeadlineMs, 'log out');
    return true;
  } catch (error) {
    if (error instanceof MtprotoError && error.failure.kind === 'session-dead') return true;
    log.warn({ err: error }, 'Telegram could not be told that a session is ended');
    return false;
  }
}
