import type { Api } from 'telegram';
import { classifyError } from './classify-error.ts';
import type { Client } from './connect-client.ts';
import { MtprotoError, type MtprotoFailure } from './mtproto-failure.ts';

/** Whether a session can be used now, and if not, why. */
export type SessionState =
  | { kind: 'idle' }
  | { kind: 'connecting' }
  | { kind: 'connected' }
  | { kind: 'waiting'; until: number; code: string }
  | { kind: 'dead'; code: string }
  | { kind: 'stopped' };

export interface KeptSession {
  /** Makes one call, connecting first where needed. Throws {@link MtprotoError} and nothing else. */
  call<R extends Api.AnyRequest>(request: R): Promise<R['__response']>;
  state(): SessionState;
  /** Ends a wait between two attempts to connect: the next call connects at once. Never revives a dead session. */
  wake(): void;
  openSockets(): number;
  stop(): Promise<void>;
}

export interface KeeperDependencies {
  connect(onClosed: () => void): Promise<Client>;
  /** After every call: its method, how it ended (`ok` or the kind of failure) and how long it took. */
  onCall(method: string, status: 'ok' | MtprotoFailure['kind'], seconds: number): void;
  onStateChange(state: SessionState): void;
  now(): number;
  random(): number;
}

const callDeadlineMs = 30_000;
const firstBackOffMs = 1_000;
const longestBackOffMs = 60_000;
/** A connection that did not last this long counts as a failed one, or a server that hangs up would be called for ever. */
const steadyMs = 10_000;

/**
 * Keeps one session usable: connects when a call needs it, replaces a connection that was lost or went silent, waits
 * between attempts (1 s doubling to 60 s, with jitter), and stops for good when Telegram says that the session is dead.
 * A network fault never does that. There is never more than one connection at a time.
 */
export function keepSession(dependencies: KeeperDependencies): KeptSession {
  let state: SessionState = { kind: 'idle' };
  let current: Promise<Client> | null = null;
  /** The client that is being closed: its successor may only connect after it. */
  let closing: Promise<void> = Promise.resolve();
  let live: Client | null = null;
  let failures = 0;
  let connectedAt = 0;

  function change(next: SessionState): void {
    state = next;
    dependencies.onStateChange(next);
  }

  function isOver(): boolean {
    return state.kind === 'dead' || state.kind === 'stopped';
  }

  async function drop(client: Client): Promise<void> {
    if (live !== client) return;
    live = null;
    current = null;
    closing = client.destroy();
    if (!isOver()) settleLoss();
    await closing;
  }

  function settleLoss(): void {
    if (dependencies.now() - connectedAt < steadyMs) {
      settle({ kind: 'network', code: 'connection-lost' });
      return;
    }
    failures = 0;
    change({ kind: 'idle' });
  }

  function obtain(): Promise<Client> {
    if (state.kind === 'waiting' && dependencies.now() < state.until) {
      return Promise.reject(new MtprotoError('connect', { kind: 'network', code: state.code }));
    }
    current ??= open();
    return current;
  }

  async function open(): Promise<Client> {
    await closing;
    if (isOver()) throw overError();
    change({ kind: 'connecting' });
    const slot: { client?: Client } = {};
    try {
      const client = await dependencies.connect(() => {
        if (slot.client !== undefined) void drop(slot.client);
      });
      slot.client = client;
      if (isOver()) {
        await client.destroy();
        throw overError();
      }
      live = client;
      connectedAt = dependencies.now();
      change({ kind: 'connected' });
      return client;
    } catch (error) {
      current = null;
      const failure = classifyError(error);
      if (!isOver()) settle(failure);
      throw new MtprotoError('connect', failure);
    }
  }

  function settle(failure: MtprotoFailure): void {
    if (failure.kind === 'session-dead' || failure.kind === 'session-duplicated') {
      change({ kind: 'dead', code: failure.code });
      return;
    }
    const backOff = Math.min(firstBackOffMs * 2 ** failures, longestBackOffMs);
    failures += 1;
    const until = dependencies.now() + backOff * (0.75 + dependencies.random() / 2);
    change({ kind: 'waiting', until, code: failure.code });
  }

  function overError(): MtprotoError {
    const code = state.kind === 'dead' ? state.code : 'stopped';
    const kind = state.kind === 'dead' ? 'session-dead' : 'network';
    return new MtprotoError('connect', { kind, code });
  }

  return {
    async call(request) {
      if (isOver()) throw overError();
      const client = await obtain();
      const startedAt = dependencies.now();
      const seconds = (): number => (dependencies.now() - startedAt) / 1_000;
      try {
        const answer = await client.invoke(request, callDeadlineMs);
        dependencies.onCall(request.className, 'ok', seconds());
        return answer;
      } catch (error) {
        const failure = classifyError(error);
        dependencies.onCall(request.className, failure.kind, seconds());
        if (failure.kind === 'session-dead' || failure.kind === 'session-duplicated') {
          change({ kind: 'dead', code: failure.code });
        }
        // A silent or lost connection is never trusted again: pending calls of the library would hang on it.
        if (failure.kind === 'network' || isOver()) await drop(client);
        throw new MtprotoError(request.className, failure);
      }
    },
    state: () => state,
    wake() {
      if (state.kind === 'waiting') change({ kind: 'idle' });
    },
    openSockets: () => live?.openSockets() ?? 0,
    async stop() {
      if (!isOver()) change({ kind: 'stopped' });
      const client = live;
      if (client !== null) await drop(client);
      await closing;
    },
  };
}
