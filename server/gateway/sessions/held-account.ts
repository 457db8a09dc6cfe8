import type { ClaimedAccount } from '#server/db/queries/claim-leases.ts';
import type { Lease } from '#server/db/queries/guard-epoch.ts';
import type { AccountIdentity } from '#server/db/queries/save-account-identity.ts';
import type { Log } from '#server/log.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import type { Client } from '../telegram/connect-client.ts';
import { fetchSelf, fetchState } from '../telegram/fetch-self.ts';
import { type KeptSession, keepSession, type SessionState } from '../telegram/keep-session.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { type PacedSession, paceSession } from '../telegram/paced-session.ts';
import type { SessionKey } from '../telegram/session-string.ts';
import type { Source } from './source.ts';

/** One account while its lease is ours. */
export interface HeldAccount {
  readonly account: ClaimedAccount;
  lease(): Lease;
  session(): KeptSession;
  /** null: it cannot be used now. */
  source(): Source | null;
  state(): SessionState;
  /** Stable code of why it cannot be used, or is not connected though it should be; null: neither. */
  reason(): string | null;
  /** Whether Telegram has to be asked now: the connection is to be made, or the last question was long ago. */
  isDue(now: number): boolean;
  /** Connects where needed and asks whether Telegram takes the session; the first time also whose it is. */
  probe(): Promise<void>;
  /** Resolves when every socket is closed. */
  stop(): Promise<void>;
}

export interface HeldAccountSettings {
  account: ClaimedAccount;
  key: SessionKey;
  isBudgeted: boolean;
  /** How often a quiet session is asked, in milliseconds. */
  probeMs: number;
  log: Log;
  metrics: GatewayMetrics;
  now(): number;
  random(): number;
  connect(key: SessionKey, onClosed: () => void, signal: AbortSignal): Promise<Client>;
  /** Writes down whose session it turned out to be; null: the same person's account is held elsewhere. */
  identify(lease: Lease, identity: AccountIdentity): Promise<Lease | null>;
  keepFloodWait(method: string, until: Date): void;
  /** The session's state changed in a way that is not to wait for the next tick. */
  onChange(): void;
}

/** Nobody sits such a wait out: whoever looks after the installation should know of it. */
const longFloodWaitSeconds = 3_600;
/** A frozen account is looked at again so often: Telegram may have thawed it. */
const frozenProbeMs = 6 * 3_600_000;

/**
 * Keeps the session of a leased account. The operator's and the bot's are connected at once and stay so; a viewer's is
 * connected by the first call, and asked now and then whether Telegram still takes it.
 */
export function keepAccount(settings: HeldAccountSettings): HeldAccount {
  const { account, probeMs, now, random } = settings;
  const isWarm = account.kind !== 'viewer';
  let lease: Lease = { accountId: account.accountId, epoch: account.epoch };
  let kind = account.kind;
  let isKnown = account.telegramUserId !== null;
  /** A connection that is to be warm is not relied on before Telegram has answered once. */
  let hasAnswered = false;
  let failure: string | null = null;
  let isElsewhere = false;
  let isStopped = false;
  let probing: Promise<void> | null = null;
  let nextProbeAt = isWarm ? 0 : now() + random() * probeMs;

  const paced = createSession(settings);

  async function ask(): Promise<void> {
    nextProbeAt = now() + probeMs * (0.9 + random() / 5);
    if (paced.state().kind === 'frozen') paced.wake();
    try {
      if (isKnown) await fetchState(paced.interactive);
      else await settleIdentity();
      hasAnswered = true;
      failure = null;
    } catch (error) {
      if (!(error instanceof MtprotoError)) throw error;
      failure = error.failure.code;
    } finally {
      if (paced.state().kind === 'frozen') nextProbeAt = now() + frozenProbeMs;
    }
  }

  async function settleIdentity(): Promise<void> {
    const self = await fetchSelf(paced.interactive);
    if (isStopped) return;
    kind = self.isBot ? 'bot' : 'operator';
    const settled = await settings.identify(lease, { telegramUserId: self.userId, kind });
    if (settled === null) {
      isElsewhere = true;
      return;
    }
    lease = settled;
    isKnown = true;
  }

  function isUsable(): boolean {
    const state = paced.state().kind;
    const isOver = state === 'dead' || state === 'frozen' || state === 'stopped';
    return !isStopped && !isOver && !isElsewhere && isKnown && (hasAnswered || !isWarm);
  }

  function reason(): string | null {
    const state = paced.state();
    if (isElsewhere) return 'held-elsewhere';
    if (state.kind === 'dead') return 'session-dead';
    if (state.kind === 'connected') return hasAnswered || !isWarm ? null : (failure ?? 'connecting');
    if ('code' in state) return state.code;
    return isWarm ? (failure ?? 'connecting') : null;
  }

  return {
    account,
    lease: () => lease,
    session: () => paced,
    state: () => paced.state(),
    reason,
    source: () =>
      isUsable()
        ? {
            ...lease,
            ...{ kind, viewerId: account.viewerId, session: paced, interactive: paced.interactive },
          }
        : null,
    isDue(at) {
      if (probing !== null || isStopped || isElsewhere) return false;
      const state = paced.state();
      if (state.kind === 'dead' || state.kind === 'stopped') return false;
      if (!isWarm || state.kind === 'connected' || state.kind === 'frozen') return at >= nextProbeAt;
      return state.kind !== 'waiting' || at >= state.until;
    },
    probe() {
      probing ??= ask().finally(() => {
        probing = null;
      });
      return probing;
    },
    async stop() {
      isStopped = true;
      await paced.stop();
    },
  };
}

function createSession(settings: HeldAccountSettings): PacedSession {
  const { account, metrics, now, random } = settings;
  const kept = keepSession({
    ...{ now, random, connect: (onClosed, signal) => settings.connect(settings.key, onClosed, signal) },
    onCall: metrics.observeCall,
    onStateChange(state: SessionState) {
      const reason = 'code' in state ? state.code : null;
      settings.log.info({ accountId: account.accountId, state: state.kind, reason }, 'mtproto session');
      if (state.kind !== 'stopped') settings.onChange();
    },
  });
  const floodWaits = Object.entries(account.floodWaits).map(([method, until]): [string, number] => [
    method,
    Date.parse(until),
  ]);
  return paceSession(kept, {
    ...{ isBudgeted: settings.isBudgeted, now, random, pausedUntil: new Map(floodWaits) },
    onFloodWait(method, seconds, until) {
      metrics.countFloodWait(method, seconds);
      if (seconds > longFloodWaitSeconds) {
        const { accountId } = account;
        settings.log.warn({ accountId, method, until: new Date(until).toISOString() }, 'long-flood-wait');
      }
      // The session itself obeys the wait at once; what is written is for the next one.
      settings.keepFloodWait(method, new Date(until));
    },
  });
}
