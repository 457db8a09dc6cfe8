import type { Database } from '#server/db/database.ts';
import { loadAccountOrigin } from '#server/db/queries/load-account-origin.ts';
import { createLoginClient } from '#server/gateway-client/create-login-client.ts';
import type { Log } from '#server/log.ts';
import type { Vault } from '#server/vault/vault.ts';
import type { LoginDesk } from '../http/login-routes.ts';
import { type ConfiguredAccounts, configuredBy } from '../sessions/configured-accounts.ts';
import type { SessionTable } from '../sessions/session-table.ts';
import type { MtprotoAccess } from '../sessions/start-sessions.ts';
import type { QrPace } from './continue-qr.ts';
import { endAccount } from './end-account.ts';
import { importSession } from './import-session.ts';
import type { LoginDependencies } from './login-dependencies.ts';
import { createLoginLines } from './login-lines.ts';
import { createLogins } from './logins.ts';
import { printSession } from './print-session.ts';
import { startSweeping } from './sweep-flows.ts';

export interface LoginDeskSettings {
  database: Database;
  vault: Vault;
  log: Log;
  sessions: Pick<SessionTable, 'source' | 'end' | 'wake'>;
  /** How Telegram is reached; null: MTProto is switched off or not configured. */
  access: MtprotoAccess | null;
  /** What the configuration names cannot be ended here, and is not printed. */
  configured: ConfiguredAccounts;
  /** The common token of the processes: asks other gateways. */
  token: string;
  phoneLogin: LoginDependencies['phoneLogin'];
  adminIds: readonly string[];
  /** How patiently a QR code is watched; as people wait for it, unless told otherwise (tests of whole logins do). */
  pace?: QrPace;
}

/** Opens what connects accounts and ends them, and keeps the logins that ran out wiped until it is stopped. */
export function openLoginDesk(settings: LoginDeskSettings): LoginDesk & { stop(): Promise<void> } {
  const { database, vault, log, sessions, access, token, phoneLogin, adminIds } = settings;
  const now = (): Date => new Date();
  const dependencies: LoginDependencies = {
    ...{ database, vault, log, sessions, phoneLogin, adminIds, now },
    openLines: access === null ? null : () => createLoginLines(access.line, access.firstDc),
    endElsewhere,
    ...(settings.pace === undefined ? {} : { pace: settings.pace }),
  };
  const others = createLoginClient({ database, fallbackUrl: '', token });

  async function endElsewhere(accountId: string): Promise<void> {
    const outcome = await others.end(accountId, 'gateway');
    // Its lease ends with what follows, and it closes its sockets then; only Telegram is not told.
    if (outcome.kind !== 'ended')
      log.warn({ accountId, outcome: outcome.kind }, 'an older session stays logged in');
  }

  /** Which part of the configuration an account lives from; null: none. */
  async function originOf(accountId: string): Promise<ReturnType<typeof configuredBy>> {
    const account = await loadAccountOrigin(database, accountId);
    return account === null ? null : configuredBy(settings.configured, account);
  }

  /** Also of another gateway's: an operator's account in use of which nothing is stored stands in its configuration. */
  async function isOfSessionString(accountId: string): Promise<boolean> {
    const account = await loadAccountOrigin(database, accountId);
    if (account?.kind !== 'operator') return false;
    const isInUse = account.state === 'active' || account.state === 'frozen';
    return configuredBy(settings.configured, account) !== null || (isInUse && !account.hasSession);
  }

  const sweeping = startSweeping({ database, log, now });
  return {
    ...createLogins(dependencies),
    async end(accountId, actor) {
      if ((await originOf(accountId)) !== null) return { kind: 'configured' };
      return endAccount(dependencies, accountId, actor);
    },
    importSession: (given) => importSession(dependencies, given),
    async printSession(accountId, given) {
      if (await isOfSessionString(accountId)) return { kind: 'refused', code: 'configured' };
      return printSession(dependencies, accountId, given);
    },
    async stop() {
      sweeping.stop();
      await others.close();
    },
  };
}
