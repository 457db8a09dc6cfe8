import type { Database } from '#server/db/database.ts';
import type { ClaimedAccount } from '#server/db/queries/claim-leases.ts';
import { forgetGateways } from '#server/db/queries/forget-gateways.ts';
import { saveFloodWait } from '#server/db/queries/save-flood-wait.ts';
import type { LeaseSurvey } from '#server/db/queries/survey-leases.ts';
import type { Log } from '#server/log.ts';
import type { Vault } from '#server/vault/vault.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import { type LeasePace, usualPace } from '../lease/lease-pace.ts';
import type { Client } from '../telegram/connect-client.ts';
import type { SessionKey } from '../telegram/session-string.ts';
import { createConnectNow } from './connect-now.ts';
import { endOtherLogins } from './exclusive-session.ts';
import { type HeldAccount, keepAccount } from './held-account.ts';
import { keepOwner } from './keep-owner.ts';
import { createLeasedAccounts } from './leased-accounts.ts';
import { openAccount } from './open-account.ts';
import { reportSessions, type SessionsReport } from './report-sessions.ts';
import type { SessionTable } from './session-table.ts';
import type { Source } from './source.ts';
import { createAccountTaker } from './take-accounts.ts';
import { createAccountTender } from './tend-accounts.ts';

export interface HoldSessionsSettings {
  database: Database;
  vault: Vault;
  log: Log;
  metrics: GatewayMetrics;
  /** Where this gateway answers: written into the leases. */
  address: string;
  isBudgeted: boolean;
  /** Ends other logins of the operator's account at the start. */
  isExclusive: boolean;
  /** The session of the environment; null: there is none. */
  environmentKey: SessionKey | null;
  /** The bot, when it is to have a session of its own; null: it is not. */
  bot: { telegramUserId: string; logIn(): Promise<SessionKey> } | null;
  /** How leases are kept. */
  pace?: LeasePace;
  /** How often a quiet session is asked whether Telegram still takes it; 5 minutes unless told otherwise. */
  probeMs?: number;
  connect(key: SessionKey, onClosed: () => void, signal: AbortSignal): Promise<Client>;
  /** Whether the gateway at an address still has sockets open under a name of its; null: no answer. */
  asksForSockets(address: string, owner: string): Promise<boolean | null>;
}

/** The accounts of this gateway, and what the gateway itself needs of them. */
export interface GatewaySessions extends SessionTable {
  report(): SessionsReport;
  /** Has an operator's session connect now, or prove that its connection still answers. */
  connect(): Promise<void>;
  /** Whether a socket may be open that belongs to leases of this name; null: it was never a name of this gateway. */
  hasSockets(owner: string): boolean | null;
  /** Resolves when the accounts were looked at for the first time. */
  looked: Promise<void>;
  /** Every account there is but those held here, as the last look at the database showed them. */
  foreignAccountIds(): string[];
  stop(): Promise<void>;
}

const tickMs = 1_000;
/** Between two looks, also when something has just happened. */
const leastPauseMs = 50;
const usualProbeMs = 5 * 60_000;
/** What could not be opened for a reason of our own is not opened, and written about, every second. */
const failedRestMs = 60_000;

/** Starts holding accounts: all that this gateway may have, until it is stopped. */
export function holdSessions(settings: HoldSessionsSettings): GatewaySessions {
  const { database, log, metrics, bot, environmentKey, pace = usualPace } = settings;
  const botId = bot?.telegramUserId ?? null;
  const stopping = new AbortController();
  const resting = new Map<string, { until: number; reason: string }>();
  const opening = new Map<string, Promise<void>>();
  let survey: LeaseSurvey | null = null;
  let trouble: 'starting' | 'lease-unavailable' | null = 'starting';
  let wakeUp: () => void = () => undefined;
  let isWoken = false;
  let isLookWanted = true;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let tellLooked: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => {
    tellLooked = resolve;
  });

  const accounts = createLeasedAccounts({ database, log, metrics, address: settings.address, pace });
  const taker = createAccountTaker({
    ...{ database, log, accounts, environmentKey, botId, address: settings.address },
    silenceSeconds: pace.silenceSeconds,
    asksForSockets: settings.asksForSockets,
    restingIds: () => [...resting].filter(([, { until }]) => performance.now() < until).map(([id]) => id),
  });
  const tender = createAccountTender({
    ...{ database, log, accounts, botId, now: Date.now, rest, onReady },
  });

  function rest(accountId: string, reason: string, restMs: number): void {
    resting.set(accountId, { until: performance.now() + restMs, reason });
  }

  function onReady(account: HeldAccount): void {
    const source = account.source();
    if (source === null || source.kind === 'viewer') return;
    const { accountId } = source;
    void keepOwner(database, source).catch((error: unknown) => {
      log.warn({ err: error, accountId }, 'who an account is could not be kept');
    });
    if (!settings.isExclusive || source.kind !== 'operator') return;
    void endOtherLogins({ database, log }, account.session(), accountId).catch((error: unknown) => {
      log.error({ err: error }, 'other logins could not be looked at');
    });
  }

  async function open(claimed: ClaimedAccount): Promise<void> {
    const { accountId } = claimed;
    resting.delete(accountId);
    const opened = await openAccount(
      { database, vault: settings.vault, environmentKey, logInBot: bot?.logIn ?? null },
      claimed,
    );
    if (opened.kind === 'closed') {
      log.error({ accountId, reason: opened.reason }, 'an account could not be opened');
      rest(accountId, opened.reason, opened.restMs);
      await accounts.releaseLease(claimed);
      return;
    }
    accounts.add(
      keepAccount({
        ...{ account: opened.account, key: opened.key, isBudgeted: settings.isBudgeted, log, metrics },
        ...{ probeMs: settings.probeMs ?? usualProbeMs, now: Date.now, random: Math.random },
        connect: settings.connect,
        identify: accounts.identify,
        onChange() {
          countSessions();
          rouse();
        },
        keepFloodWait(method, until) {
          const { keyId } = opened.account;
          if (keyId === null) return;
          saveFloodWait(database, { keyId, method, until }).catch((error: unknown) => {
            log.error({ err: error, method }, 'a flood wait could not be kept');
          });
        },
      }),
    );
  }

  function startOpening(claimed: ClaimedAccount): void {
    const work = open(claimed)
      .catch(async (error: unknown) => {
        log.error({ err: error, accountId: claimed.accountId }, 'an account could not be opened');
        rest(claimed.accountId, 'lease-unavailable', failedRestMs);
        await accounts.releaseLease(claimed);
      })
      .finally(() => {
        opening.delete(claimed.accountId);
        rouse();
      });
    opening.set(claimed.accountId, work);
  }

  async function tick(): Promise<void> {
    await tender.tend();
    if (isLookWanted || performance.now() - lookedAt >= tickMs) await look();
    countSessions();
  }

  async function look(): Promise<void> {
    isLookWanted = false;
    lookedAt = performance.now();
    const share = await taker.takeShare();
    survey = share.survey;
    tellLooked();
    for (const claimed of share.taken) startOpening(claimed);
    const known = new Set(survey.accountIds);
    for (const accountId of resting.keys()) if (!known.has(accountId)) resting.delete(accountId);
  }

  function countSessions(): void {
    const held = accounts.all();
    metrics.setSessions(held.map((account) => account.state().kind));
    metrics.setSockets(held.reduce((sum, account) => sum + account.session().openSockets(), 0));
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      isWoken = false;
      try {
        await tick();
        trouble = null;
      } catch (error) {
        trouble = 'lease-unavailable';
        log.error({ err: error }, 'accounts could not be looked after');
      }
      await pause(isWoken ? leastPauseMs : tickMs);
    }
  }

  /** Until the next tick, or until something happens that is not to wait for it. */
  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, stopping.signal.aborted ? 0 : ms);
      wakeUp = () => {
        if (ms <= leastPauseMs && !stopping.signal.aborted) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Has what is held looked after at once; who else holds what is another question. */
  function rouse(): void {
    isWoken = true;
    wakeUp();
  }

  function wake(): void {
    isLookWanted = true;
    rouse();
  }

  function source(accountId: string): Source | null {
    return accounts.get(accountId)?.source() ?? null;
  }

  function sources(): Source[] {
    return accounts
      .all()
      .map((account) => account.source())
      .filter((one) => one !== null);
  }

  function report(): SessionsReport {
    return reportSessions({ survey, trouble, resting, get: accounts.get, environmentKey });
  }

  const running = loop();
  return {
    source,
    sources,
    operator: () => sources().find(({ kind }) => kind === 'operator') ?? null,
    bot: () => sources().find(({ kind }) => kind === 'bot') ?? null,
    reason(accountId) {
      const account = accounts.get(accountId);
      if (account !== undefined) return account.reason();
      if (opening.has(accountId)) return 'connecting';
      return resting.get(accountId)?.reason ?? 'held-elsewhere';
    },
    async end(accountId) {
      await opening.get(accountId);
      const account = accounts.get(accountId);
      if (account === undefined) return;
      await accounts.settle(account, 'ended', null);
      rest(accountId, 'ended', 0);
    },
    wake,
    report,
    looked,
    connect: createConnectNow({
      held: () => report().main,
      reason: () => report().reason,
      isOver: () => stopping.signal.aborted,
    }),
    hasSockets(owner) {
      if (owner === accounts.keeper.owner()) return accounts.busyIds().length > 0;
      return accounts.keeper.earlierOwners().includes(owner) ? accounts.isClosing() : null;
    },
    foreignAccountIds: () => (survey?.accountIds ?? []).filter((accountId) => source(accountId) === null),
    async stop() {
      stopping.abort();
      wakeUp();
      await running;
      await Promise.all(opening.values());
      await accounts.release(accounts.all());
      countSessions();
      await accounts.stop();
      await forgetGateways(database, [accounts.keeper.owner()]).catch(() => {
        // Without a database the others find out by its silence.
      });
    },
  };
}
