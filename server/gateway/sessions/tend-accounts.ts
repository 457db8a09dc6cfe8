import type { Database } from '#server/db/database.ts';
import { saveAccountReasons } from '#server/db/queries/save-account-reasons.ts';
import { saveAccountState } from '#server/db/queries/save-account-state.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import { saveBotSession } from '#server/db/queries/save-bot-session.ts';
import type { Log } from '#server/log.ts';
import type { HeldAccount } from './held-account.ts';
import type { LeasedAccounts } from './leased-accounts.ts';

export interface TendAccountsSettings {
  database: Database;
  log: Log;
  accounts: LeasedAccounts;
  botId: string | null;
  now(): number;
  /** The account is not taken again for a while, and this is told about it meanwhile. */
  rest(accountId: string, reason: string, restMs: number): void;
  /** The account can be used for the first time under this lease. */
  onReady(account: HeldAccount): void;
}

export interface AccountTender {
  /** Asks Telegram where that is due; settles what came of earlier questions; notes reasons. */
  tend(): Promise<void>;
}

/** So many sessions connect or are asked at the same time: each costs some 40 ms of this thread. */
const mostProbes = 8;

const duplicatedCode = 'AUTH_KEY_DUPLICATED';

/** Somebody else's lease of the same person may end; a bot may log in again after its session was ended. */
const elsewhereRestMs = 30_000;
const botRestMs = 2_000;
/** A session of the bot that did not last this long is not replaced before so much time has passed. */
const botSteadyMs = 10 * 60_000;

/** Creates what looks after the accounts that are held: one pass for all of them, no timers of their own. */
export function createAccountTender(settings: TendAccountsSettings): AccountTender {
  const { database, log, accounts, now } = settings;
  const ready = new WeakSet<HeldAccount>();
  const frozen = new WeakSet<HeldAccount>();
  const said = new WeakMap<HeldAccount, string | null>();
  let probes = 0;
  let botLostAt = Number.NEGATIVE_INFINITY;

  function probeDue(): void {
    for (const account of accounts.all()) {
      if (probes >= mostProbes) return;
      if (!account.isDue(now())) continue;
      probes += 1;
      account
        .probe()
        .catch((error: unknown) => {
          log.error({ err: error, accountId: account.lease().accountId }, 'an account could not be asked');
        })
        .finally(() => {
          probes -= 1;
        });
    }
  }

  async function settle(account: HeldAccount): Promise<void> {
    const state = account.state();
    const { accountId } = account.lease();
    if (account.reason() === 'held-elsewhere') {
      settings.rest(accountId, 'held-elsewhere', elsewhereRestMs);
      await accounts.release([account]);
    } else if (state.kind === 'dead') {
      await settleDead(account, state.code);
    } else if (state.kind === 'frozen' && !frozen.has(account)) {
      frozen.add(account);
      log.error({ accountId, reason: state.code }, 'Telegram froze the account');
      await saveAccountState(database, account.lease(), { state: 'frozen', reason: state.code });
    } else if (isThawed(account)) {
      frozen.delete(account);
      await saveAccountState(database, account.lease(), { state: 'active', reason: null });
    }
    if (account.source() !== null && !ready.has(account)) {
      ready.add(account);
      log.info({ accountId }, 'mtproto ready');
      settings.onReady(account);
    }
  }

  function isThawed(account: HeldAccount): boolean {
    const wasFrozen = frozen.has(account) || (account.account.state === 'frozen' && !ready.has(account));
    return wasFrozen && account.state().kind === 'connected' && account.source() !== null;
  }

  async function settleDead(account: HeldAccount, code: string): Promise<void> {
    const { accountId } = account.lease();
    const { kind, session, telegramUserId } = account.account;
    if (kind === 'bot' && session !== null && telegramUserId === settings.botId) {
      if (code === duplicatedCode) await tellDuplicated(account);
      log.warn({ accountId, reason: code }, "Telegram ended the bot's session: it logs in again");
      settings.rest(accountId, code, now() - botLostAt < botSteadyMs ? botSteadyMs : botRestMs);
      botLostAt = now();
      const lease = account.lease();
      await account.stop();
      await database.transaction((connection) => saveBotSession(connection, lease, null));
      await accounts.release([account]);
      return;
    }
    if (code === duplicatedCode) await tellDuplicated(account);
    else {
      log.error(
        { accountId, reason: code },
        'Telegram ended the session: the account has to be connected again',
      );
    }
    settings.rest(accountId, 'session-dead', 0);
    await accounts.settle(account, 'dead', code);
  }

  /** Two connections had one key: that is a fault of ours, or somebody else has the session. */
  async function tellDuplicated(account: HeldAccount): Promise<void> {
    const { accountId, epoch } = account.lease();
    const owner = accounts.keeper.owner();
    log.error(
      { accountId, epoch, owner, reason: duplicatedCode },
      'the session was used in two places at once, so Telegram ended it for good: see that nobody else has it',
    );
    await saveAuditEvent(database, {
      ...{ actor: 'gateway', event: 'session.duplicated', subject: `accounts:${accountId}` },
      ...{ details: { epoch, owner }, happenedAt: new Date(now()) },
    });
  }

  /** What is passing in a moment is not worth a write. */
  async function saveReasons(): Promise<void> {
    const changed = accounts
      .all()
      .map((account) => ({ account, ...account.lease(), reason: account.reason() }))
      .filter(({ account, reason }) => reason !== 'connecting' && said.get(account) !== reason);
    if (changed.length === 0) return;
    await saveAccountReasons(database, changed);
    for (const { account, reason } of changed) said.set(account, reason);
  }

  return {
    async tend() {
      probeDue();
      for (const account of accounts.all()) await settle(account);
      await saveReasons();
    },
  };
}
