/**
 * The gateway: sole owner of MTProto. It holds the lease of the operator's session, connects with it, answers the other
 * processes over HTTP and runs the collecting tasks of the queue while, and only while, the session is its own.
 */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '#server/db/database.ts';
import { loadFloodWaits } from '#server/db/queries/load-flood-waits.ts';
import { saveAccountState } from '#server/db/queries/save-account-state.ts';
import { saveFloodWait } from '#server/db/queries/save-flood-wait.ts';
import type { Log } from '#server/log.ts';
import { createConnectNow } from './connect-now.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { type HeldLease, holdLease } from './lease/hold-lease.ts';
import { nameOwner } from './lease/process-owner.ts';
import type { Client } from './telegram/connect-client.ts';
import { fetchSelf, fetchState } from './telegram/fetch-self.ts';
import { type KeptSession, keepSession, type SessionState } from './telegram/keep-session.ts';
import { MtprotoError } from './telegram/mtproto-failure.ts';
import { type PacedSession, paceSession } from './telegram/paced-session.ts';
import type { SessionKey } from './telegram/session-string.ts';

/** A session that can be used now. */
export interface Source {
  accountId: string;
  /** For collecting, which may wait. */
  session: KeptSession;
  /** For answers a person waits for: a back-fill never uses up their calls. */
  interactive: KeptSession;
}

export interface OperatorSession {
  source(): Source | null;
  /** Stable code of why there is no connected source; null: there is one. */
  reason(): string | null;
  /** Tries to connect now instead of after the usual wait, or proves that the connection still answers. */
  connect(): Promise<void>;
  stop(): Promise<void>;
}

export interface OperatorSettings {
  database: Database;
  log: Log;
  metrics: GatewayMetrics;
  key: SessionKey;
  /** Where this gateway answers: written into the lease. */
  address: string;
  isBudgeted: boolean;
  /** How often the session is asked whether Telegram still takes it; 5 minutes unless told otherwise. */
  probeMs?: number;
  connect(onClosed: () => void): Promise<Client>;
  /** Called with each source that becomes usable; what it returns is stopped before the session is given up. */
  onSource(source: Source): Promise<{ stop(): Promise<void> }>;
}

const leaseRetryMs = 1_000;
const tickMs = 5_000;
const usualProbeMs = 5 * 60_000;

/** Starts holding the operator's session: for ever, until it is stopped or Telegram ends the session. */
export function holdOperatorSession(settings: OperatorSettings): OperatorSession {
  const stopping = new AbortController();
  let current: Source | null = null;
  /** The session while its lease is ours, whether it is connected or not. */
  let held: KeptSession | null = null;
  let reason: string | null = 'starting';
  const probeMs = settings.probeMs ?? usualProbeMs;
  /** Called at every change of the session's state, so that whoever watches it need not wait for the next tick. */
  let onChange: () => void = () => undefined;

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted && reason !== 'session-dead') {
      try {
        await holdOnce();
      } catch (error) {
        if (reason !== 'session-dead') reason = 'lease-unavailable';
        settings.log.error({ err: error }, 'the session could not be held');
      }
      await pause(leaseRetryMs);
    }
  }

  async function holdOnce(): Promise<void> {
    const { database } = settings;
    const keyId = keyIdOf(settings.key.authKey);
    const lease = await holdLease({
      database,
      keyId,
      dcId: settings.key.dcId,
      owner: nameOwner(),
      address: settings.address,
    });
    if (lease === null) {
      reason = 'held-elsewhere';
      return;
    }
    settings.metrics.countLeaseChange('taken');
    let isLost = false;
    void lease.lost.then(() => {
      isLost = true;
    });
    let session: PacedSession | null = null;
    try {
      session = createSession(keyId, await loadFloodWaits(database, keyId, new Date()));
      held = session;
      await workWith(lease, session, () => isLost || stopping.signal.aborted);
    } finally {
      current = null;
      held = null;
      settings.metrics.setConnected(false);
      await session?.stop();
      await lease.release();
      settings.metrics.countLeaseChange(isLost ? 'lost' : 'released');
    }
  }

  function createSession(keyId: string, floodWaits: ReadonlyMap<string, Date>): PacedSession {
    const kept = keepSession({
      connect: settings.connect,
      now: Date.now,
      random: Math.random,
      onCall: settings.metrics.observeCall,
      onStateChange(state: SessionState) {
        settings.metrics.setConnected(state.kind === 'connected');
        if (current !== null) reason = reasonOf(state);
        onChange();
        settings.log.info({ state: state.kind, reason: reasonOf(state) }, 'mtproto session');
      },
    });
    return paceSession(kept, {
      isBudgeted: settings.isBudgeted,
      now: Date.now,
      random: Math.random,
      pausedUntil: new Map([...floodWaits].map(([method, until]) => [method, until.getTime()])),
      onFloodWait(method, seconds, until) {
        settings.metrics.countFloodWait(method, seconds);
        keepFloodWait(keyId, method, new Date(until));
      },
    });
  }

  /** The session itself obeys the wait at once; what is written is for the next one. */
  function keepFloodWait(keyId: string, method: string, until: Date): void {
    saveFloodWait(settings.database, { keyId, method, until }).catch((error: unknown) => {
      settings.log.error({ err: error, method }, 'a flood wait could not be kept');
    });
  }

  async function workWith(lease: HeldLease, session: PacedSession, isOver: () => boolean): Promise<void> {
    const identity = await identify(session, isOver);
    if (identity === null) {
      await settleState(lease, session);
      return;
    }
    if (!(await lease.identify(identity))) {
      reason = 'held-elsewhere';
      return;
    }
    current = { accountId: lease.accountId(), session, interactive: session.interactive };
    reason = null;
    settings.log.info({ accountId: current.accountId }, 'mtproto ready');
    const started = await settings.onSource(current);
    try {
      await watch(lease, session, isOver);
    } finally {
      current = null;
      // The socket goes first: nobody may wait for a job while another gateway may connect.
      if (!stopping.signal.aborted) await session.stop();
      await started.stop();
    }
    await settleState(lease, session);
  }

  async function identify(
    session: KeptSession,
    isOver: () => boolean,
  ): Promise<{ telegramUserId: string; kind: 'operator' | 'bot' } | null> {
    reason = 'connecting';
    while (!isOver() && session.state().kind !== 'dead') {
      try {
        const self = await fetchSelf(session);
        return { telegramUserId: self.userId, kind: self.isBot ? 'bot' : 'operator' };
      } catch (error) {
        if (!(error instanceof MtprotoError)) throw error;
        reason = error.failure.code;
        await pause(leaseRetryMs);
      }
    }
    return null;
  }

  /** Keeps the connection warm until the lease is lost, the process stops or Telegram ends the session. */
  async function watch(lease: HeldLease, session: KeptSession, isOver: () => boolean): Promise<void> {
    let probedAt = performance.now();
    while (!isOver() && session.state().kind !== 'dead') {
      const isProbeDue = performance.now() - probedAt >= probeMs;
      if (session.state().kind !== 'connected' || isProbeDue) {
        probedAt = performance.now();
        await fetchState(session).catch(() => undefined);
      }
      if (isOver() || session.state().kind === 'dead') return;
      const changed = new Promise<void>((resolve) => {
        onChange = resolve;
      });
      await Promise.race([pause(Math.min(tickMs, probeMs)), lease.lost, changed]);
    }
  }

  async function settleState(lease: HeldLease, session: KeptSession): Promise<void> {
    const state = session.state();
    if (state.kind !== 'dead') return;
    reason = 'session-dead';
    settings.log.error({ reason: state.code }, 'Telegram ended the session: log in again and restart');
    await saveAccountState(settings.database, lease.accountId(), 'dead');
  }

  async function pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  }

  const running = loop();
  return {
    source: () => current,
    reason: () => reason,
    connect: createConnectNow({
      held: () => held,
      reason: () => reason,
      isOver: () => stopping.signal.aborted,
    }),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

function reasonOf(state: SessionState): string | null {
  if (state.kind === 'connected') return null;
  return 'code' in state ? state.code : state.kind;
}

/** The id of an authorization key, which every packet carries in clear: the last 64 bits of its SHA-1. */
function keyIdOf(authKey: Buffer): string {
  return createHash('sha1').update(authKey).digest().subarray(-8).toString('hex');
}
