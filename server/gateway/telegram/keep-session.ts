import type { Api } from 'telegram';
import { withDeadline } from '#server/process.ts';
import { callOtherDataCentre } from './call-other-data-centre.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { classifyError } from './classify-error.ts';
import type { Client } from './connect-client.ts';
import { MtprotoError, type MtprotoFailure } from './mtproto-failure.ts';
import { noHistory, planAfterLoss, planAfterRefusal, type Reconnect } from './plan-reconnect.ts';

/** Whether a session can be used now, and if not, why. */
export type SessionState =
  | { kind: 'idle' }
  | { kind: 'connecting' }
  | { kind: 'connected' }
  | { kind: 'waiting'; until: number; code: string }
  /** Telegram froze the account: nothing is called any more, and the session is kept. */
  | { kind: 'frozen'; code: string }
  | { kind: 'dead'; code: string }
  | { kind: 'stopped' };

export interface KeptSession {
  /** Makes one call, connecting first where needed. Throws {@link MtprotoError} and nothing else. */
  call<R extends Api.AnyRequest>(request: R): Promise<R['__response']>;
  /**
   * The same on another data centre, statistics' own: 120 s in all. Where Telegram says that it is yet another one
   * (`STATS_MIGRATE_n`), the call is repeated there once.
   */
  callOn<R extends Api.AnyRequest>(dcId: number, request: R): Promise<R['__response']>;
  state(): SessionState;
  /**
   * Ends a wait between two attempts to connect: the next call connects at once. A frozen session is tried again. Never
   * revives a dead one.
   */
  wake(): void;
  openSockets(): number;
  stop(): Promise<void>;
}

export interface KeeperDependencies {
  /** Makes a connection, or rejects with every socket closed: at once when `signal` says that it is not wanted any more. */
  connect(onClosed: () => void, signal: AbortSignal): Promise<Client>;
  /** After every call: its method, how it ended (`ok` or the kind of failure) and how long it took. */
  onCall(method: string, status: 'ok' | MtprotoFailure['kind'], seconds: number): void;
  onStateChange(state: SessionState): void;
  now(): number;
  random(): number;
  /** How long a call may take in milliseconds, 30 s unless told otherwise; on another data centre, 120 s. */
  callDeadlineMs?: number;
  callOnDeadlineMs?: number;
}

const usualDeadlineMs = 30_000;
const usualDeadlineOnMs = 120_000;

/**
 * Keeps one session usable: connects when a call needs it, replaces a connection that was lost or went silent, waits
 * between attempts as {@link planAfterLoss} says, lets one call at a time try when three in a row found no way, and stops
 * for good when Telegram says that the session is dead. A network fault never does that. There is never more than one
 * connection at a time.
 */
export function keepSession(dependencies: KeeperDependencies): KeptSession {
  const { now, random, callDeadlineMs = usualDeadlineMs } = dependencies;
  const { callOnDeadlineMs = usualDeadlineOnMs } = dependencies;
  let state: SessionState = { kind: 'idle' };
  let current: Promise<Client> | null = null;
  /** The client that is being closed: its successor may only connect after it. */
  let closing: Promise<void> = Promise.resolve();
  let live: Client | null = null;
  /** Ends an attempt to connect: its sockets are nobody's to count, so that `stop` must not leave them behind. */
  const stopping = new AbortController();
  let history = noHistory;
  let connectedAt = 0;
  const breaker = createCircuitBreaker({
    isFault: (error) => classifyError(error).kind === 'network',
    refuse: () => new MtprotoError('connect', { kind: 'network', code: 'circuit-open' }),
  });

  function change(next: SessionState): void {
    state = next;
    dependencies.onStateChange(next);
  }

  function isOver(): boolean {
    return state.kind === 'dead' || state.kind === 'stopped';
  }

  /** Why there must be no connection, whatever is wished; null: there may be one. */
  function refusal(): MtprotoError | null {
    if (state.kind === 'frozen') return new MtprotoError('connect', { kind: 'frozen', code: state.code });
    if (state.kind === 'dead') return new MtprotoError('connect', { kind: 'session-dead', code: state.code });
    if (state.kind === 'stopped') return new MtprotoError('connect', { kind: 'network', code: 'stopped' });
    if (state.kind === 'waiting' && now() < state.until)
      return new MtprotoError('connect', { kind: 'network', code: state.code });
    return null;
  }

  async function drop(client: Client): Promise<void> {
    if (live !== client) return;
    live = null;
    current = null;
    closing = client.destroy();
    if (!isOver() && state.kind !== 'frozen') {
      wait(planAfterLoss(history, { connectedAt, now: now() }, random()), 'connection-lost');
    }
    await closing;
  }

  function wait(plan: Reconnect, code: string): void {
    history = plan.history;
    change(plan.waitMs === 0 ? { kind: 'idle' } : { kind: 'waiting', until: now() + plan.waitMs, code });
  }

  async function open(): Promise<Client> {
    await closing;
    const refused = refusal();
    if (refused !== null) throw refused;
    change({ kind: 'connecting' });
    const slot: { client?: Client } = {};
    try {
      const client = await dependencies.connect(() => {
        if (slot.client !== undefined) void drop(slot.client);
      }, stopping.signal);
      slot.client = client;
      if (isOver()) {
        await client.destroy();
        throw refusal() ?? new MtprotoError('connect', { kind: 'network', code: 'stopped' });
      }
      live = client;
      connectedAt = now();
      change({ kind: 'connected' });
      return client;
    } catch (error) {
      current = null;
      const failure = classifyError(error);
      if (!isOver() && !settle(failure)) wait(planAfterRefusal(history, random()), failure.code);
      throw new MtprotoError('connect', failure);
    }
  }

  /** Notes what ends or freezes a session; false: this failure does neither. */
  function settle(failure: MtprotoFailure): boolean {
    const { kind, code } = failure;
    if (kind === 'session-dead' || kind === 'session-duplicated') change({ kind: 'dead', code });
    else if (kind === 'frozen') change({ kind: 'frozen', code });
    else return false;
    return true;
  }

  /** Does `work` with a connected client, if there may be one. */
  async function pass<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const refused = refusal();
    if (refused !== null) throw refused;
    return breaker.pass(async () => {
      const again = refusal();
      if (again !== null) throw again;
      current ??= open();
      return work(await current);
    });
  }

  async function measure<T>(method: string, attempt: () => Promise<T>): Promise<T> {
    const startedAt = now();
    let status: 'ok' | MtprotoFailure['kind'] = 'ok';
    try {
      return await attempt();
    } catch (error) {
      const failure = classifyError(error);
      status = failure.kind;
      if (!isOver()) settle(failure);
      throw new MtprotoError(method, failure);
    } finally {
      dependencies.onCall(method, status, (now() - startedAt) / 1_000);
    }
  }

  async function callHome<R extends Api.AnyRequest>(client: Client, request: R): Promise<R['__response']> {
    try {
      return await measure(request.className, () => client.invoke(request, callDeadlineMs));
    } catch (error) {
      // A silent or lost connection is never trusted again: pending calls of the library would hang on it.
      const isLost = classifyError(error).kind === 'network';
      if (isLost || isOver() || state.kind === 'frozen') await drop(client);
      throw error;
    }
  }

  async function callAway<R extends Api.AnyRequest>(dcId: number, request: R): Promise<R['__response']> {
    const client = live ?? (await pass((connected) => Promise.resolve(connected)));
    const refused = refusal();
    if (refused !== null) throw refused;
    try {
      return await measure(request.className, () =>
        callOtherDataCentre(client, dcId, request, { homeMs: callDeadlineMs, awayMs: callOnDeadlineMs }),
      );
    } catch (error) {
      // What is lost there says nothing of the connection at home.
      if (isOver() || state.kind === 'frozen') await drop(client);
      throw error;
    }
  }

  return {
    call: (request) => pass((client) => callHome(client, request)),
    callOn: (dcId, request) =>
      withDeadline(callAway(dcId, request), callOnDeadlineMs, request.className).catch((error: unknown) => {
        throw new MtprotoError(request.className, classifyError(error));
      }),
    state: () => state,
    wake() {
      if (state.kind === 'waiting' || state.kind === 'frozen') change({ kind: 'idle' });
    },
    openSockets: () => live?.openSockets() ?? 0,
    async stop() {
      if (!isOver()) change({ kind: 'stopped' });
      stopping.abort();
      const client = live;
      const opening = current;
      if (client !== null) await drop(client);
      else await opening?.catch(() => undefined);
      await closing;
    },
  };
}
