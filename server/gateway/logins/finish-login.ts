import type { Connection } from '#server/db/connection.ts';
import type { Database } from '#server/db/database.ts';
import { findConnectedAccount } from '#server/db/queries/find-connected-account.ts';
import { leaseSilenceSeconds } from '#server/db/queries/lease-terms.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import { saveConnectedAccount } from '#server/db/queries/save-connected-account.ts';
import { saveSealedSession } from '#server/db/queries/save-sealed-session.ts';
import { saveTelegramUser } from '#server/db/queries/save-telegram-user.ts';
import type { Vault } from '#server/vault/vault.ts';
import { keyIdOf } from '../sessions/key-id.ts';
import { sealSession } from '../sessions/sealed-session.ts';
import type { LoginClient } from '../telegram/login-client.ts';
import { fetchOwner, isFrozen, logOut, type SessionOwner } from '../telegram/login-owner.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import type { SessionKey } from '../telegram/session-string.ts';

export interface FinishDependencies {
  database: Database;
  vault: Vault;
  /** Ends an older session of the same account, wherever it is held. */
  endOlder(accountId: string): Promise<void>;
  now(): Date;
}

export interface Finish {
  viewerId: string | null;
  consentVersion: string;
  /** The login was made here, and nobody else has it: when it cannot be used, it is logged out again. */
  isMadeHere: boolean;
  /** Called in the transaction that stores the account; false: somebody else has taken the login over. */
  settle(connection: Connection, accountId: string): Promise<boolean>;
}

export type FinishOutcome =
  | { kind: 'connected'; accountId: string; owner: SessionOwner }
  /** Telegram has frozen it, it is a bot, or the configuration already names this very account. */
  | { kind: 'unusable' }
  | { kind: 'taken-over' };

/**
 * Makes an account of a key that has just been logged in: asks who it is, ends the session the same person connected
 * before, closes the login's connection, and only then stores the session, so that whoever takes it is alone with it.
 * Throws `MtprotoError` when Telegram does not say who it is; the login can be finished later then.
 */
export async function finishLogin(
  dependencies: FinishDependencies,
  client: LoginClient,
  finish: Finish,
): Promise<FinishOutcome> {
  const owner = await fetchOwner(client.invoke);
  const older = await findConnectedAccount(dependencies.database, {
    telegramUserId: owner.telegramUserId,
    viewerId: finish.viewerId,
    kind: kindOf(finish),
    silenceSeconds: leaseSilenceSeconds,
  });
  const isSameKey = older?.keyId === keyIdOf(client.key.authKey);
  // It is stored already: what would be ended as older is this very session.
  if (isSameKey && older.hasSession) return { kind: 'taken-over' };
  // The session of the configuration comes back with every start: a second one of the same person would fight with it.
  const isConfigured = older?.isHeld === true && !older.hasSession;
  if (owner.isBot || isConfigured || (await isFrozen(client.invoke))) {
    if (finish.isMadeHere) await logOutQuietly(client);
    return { kind: 'unusable' };
  }
  if (older?.hasSession === true) await dependencies.endOlder(older.accountId);
  await client.destroy();
  return store(dependencies, client.key, owner, finish);
}

async function store(
  dependencies: FinishDependencies,
  key: SessionKey,
  owner: SessionOwner,
  finish: Finish,
): Promise<FinishOutcome> {
  const { database } = dependencies;
  try {
    const accountId = await database.transaction((connection) =>
      storeIn(connection, dependencies, key, owner, finish),
    );
    return { kind: 'connected', accountId, owner };
  } catch (error) {
    if (error instanceof TakenOverError) return { kind: 'taken-over' };
    throw error;
  }
}

async function storeIn(
  connection: Connection,
  { vault, now }: FinishDependencies,
  key: SessionKey,
  owner: SessionOwner,
  finish: Finish,
): Promise<string> {
  const { viewerId, consentVersion } = finish;
  const kind = kindOf(finish);
  const happenedAt = now();
  const accountId = await saveConnectedAccount(connection, {
    ...{ kind, viewerId, consentVersion, dcId: key.dcId, connectedAt: happenedAt },
    telegramUserId: owner.telegramUserId,
    keyId: keyIdOf(key.authKey),
  });
  await saveSealedSession(connection, accountId, sealSession(vault, { accountId, kind, viewerId }, key));
  await saveTelegramUser(connection, { accountId, ...owner, seenAt: happenedAt });
  await saveAuditEvent(connection, {
    actor: viewerId === null ? 'operator' : `viewer:${viewerId}`,
    event: 'account.connected',
    subject: `accounts:${accountId}`,
    details: { telegramUserId: owner.telegramUserId, dcId: key.dcId, consentVersion },
    happenedAt,
  });
  if (!(await finish.settle(connection, accountId))) throw new TakenOverError();
  return accountId;
}

function kindOf({ viewerId }: Finish): 'operator' | 'viewer' {
  return viewerId === null ? 'operator' : 'viewer';
}

/** Another step has the login now, with the same key: what this one has done is undone. */
class TakenOverError extends Error {
  readonly code = 'taken-over';

  constructor() {
    super('another step of this login has taken over');
    this.name = 'TakenOverError';
  }
}

/** A login that must not be used is not left behind, if Telegram can be told. */
async function logOutQuietly(client: LoginClient): Promise<void> {
  try {
    await logOut(client.invoke);
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error;
  }
}
