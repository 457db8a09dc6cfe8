import { Api } from 'telegram';
import { beforeEach, describe, expect, it } from 'vitest';
import { DeadlineError } from '#server/process.ts';
import type { Client } from './connect-client.ts';
import { type KeptSession, keepSession } from './keep-session.ts';
import { MtprotoError, type MtprotoFailure } from './mtproto-failure.ts';

/** Telegram as a script: what connecting and calling do, in order; an unexpected step fails the test. */
interface Script {
  connects: (() => void)[];
  calls: (() => string)[];
}

let now: number;
let open: number;
let mostOpen: number;
let log: string[];
let closers: (() => void)[];

beforeEach(() => {
  now = 1_000_000;
  open = 0;
  mostOpen = 0;
  log = [];
  closers = [];
});

function aSession(script: Script): KeptSession {
  return keepSession({
    now: () => now,
    random: () => 0.5,
    onCall: (method, status) => log.push(`${method} ${status}`),
    onStateChange: (state) => log.push(state.kind),
    async connect(onClosed): Promise<Client> {
      const step = script.connects.shift();
      if (step === undefined) throw new Error('an unexpected connection');
      step();
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      closers.push(onClosed);
      return {
        openSockets: () => 1,
        async invoke() {
          const call = script.calls.shift();
          if (call === undefined) throw new Error('an unexpected call');
          return call() as never;
        },
        async destroy() {
          open -= 1;
        },
      };
    },
  });
}

const ok = (): void => undefined;
const answer = (): string => 'answer';
function fails(error: unknown): () => never {
  return () => {
    throw error;
  };
}

function dead(code: string): MtprotoError {
  return new MtprotoError('x', { kind: 'session-dead', code });
}

async function failureOf(promise: Promise<unknown>): Promise<MtprotoFailure['kind']> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof MtprotoError) return error.failure.kind;
  }
  throw new Error('it did not fail as an MtprotoError');
}

const request = new Api.updates.GetState();

describe('a kept session', () => {
  it('connects with the first call and once for calls at the same time', async () => {
    const session = aSession({ connects: [ok], calls: [answer, answer] });
    expect(session.state().kind).toBe('idle');
    await Promise.all([session.call(request), session.call(request)]);
    expect(session.state().kind).toBe('connected');
    expect(mostOpen).toBe(1);
  });

  it('replaces a connection that let a call hang, never holding two', async () => {
    const session = aSession({
      connects: [ok, ok],
      calls: [fails(new DeadlineError('updates.GetState', 30_000)), answer],
    });
    expect(await failureOf(session.call(request))).toBe('network');
    expect(open).toBe(0);
    now += 1_000;
    await session.call(request);
    expect(mostOpen).toBe(1);
  });

  it('connects anew at once after a connection that had lasted was lost', async () => {
    const session = aSession({ connects: [ok, ok], calls: [answer, answer] });
    await session.call(request);
    now += 10_000;
    closers[0]?.();
    expect(session.state().kind).toBe('idle');
    await session.call(request);
    expect(mostOpen).toBe(1);
  });

  it('waits longer after each failed connection and refuses calls at once meanwhile', async () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const session = aSession({ connects: [fails(refused), fails(refused), ok], calls: [answer] });
    expect(await failureOf(session.call(request))).toBe('network');
    expect(session.state()).toEqual({ kind: 'waiting', until: now + 1_000, code: 'ECONNREFUSED' });
    expect(await failureOf(session.call(request))).toBe('network');
    now += 1_000;
    expect(await failureOf(session.call(request))).toBe('network');
    expect(session.state()).toMatchObject({ until: now + 2_000 });
    now += 2_000;
    await session.call(request);
    expect(session.state().kind).toBe('connected');
  });

  it('connects at once when it is woken from such a wait, and goes on waiting longer when that fails too', async () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const session = aSession({ connects: [fails(refused), fails(refused), ok], calls: [answer] });
    expect(await failureOf(session.call(request))).toBe('network');
    session.wake();
    expect(await failureOf(session.call(request))).toBe('network');
    expect(session.state()).toMatchObject({ kind: 'waiting', until: now + 2_000 });
    session.wake();
    await session.call(request);
    expect(mostOpen).toBe(1);
  });

  it('waits longer and longer for a server that hangs up at once', async () => {
    const session = aSession({ connects: [ok, ok, ok], calls: [answer, answer, answer] });
    for (const [turn, backOff] of [1_000, 2_000, 4_000].entries()) {
      await session.call(request);
      closers[turn]?.();
      expect(session.state()).toEqual({ kind: 'waiting', until: now + backOff, code: 'connection-lost' });
      now += backOff;
    }
    expect(mostOpen).toBe(1);
  });

  it.each(['SESSION_REVOKED', 'AUTH_KEY_UNREGISTERED'])('is dead for good after %s', async (code) => {
    const session = aSession({ connects: [ok], calls: [fails(dead(code))] });
    expect(await failureOf(session.call(request))).toBe('session-dead');
    session.wake();
    expect(session.state()).toEqual({ kind: 'dead', code });
    expect(open).toBe(0);
    expect(await failureOf(session.call(request))).toBe('session-dead');
    await session.stop();
    expect(session.state()).toEqual({ kind: 'dead', code });
  });

  it.each<MtprotoFailure>([
    { kind: 'flood-wait', seconds: 5, code: 'FLOOD_WAIT' },
    { kind: 'server-trouble', code: 'SOMETHING_NEW' },
    { kind: 'unknown', code: 'TypeError' },
    { kind: 'channel-unavailable', code: 'CHANNEL_PRIVATE' },
    { kind: 'silent', code: 'X' },
  ])('stays connected after $kind', async (failure) => {
    const session = aSession({ connects: [ok], calls: [fails(new MtprotoError('x', failure)), answer] });
    expect(await failureOf(session.call(request))).toBe(failure.kind);
    await session.call(request);
    expect(session.state().kind).toBe('connected');
  });

  it('closes its connection when it is stopped and opens no other', async () => {
    const session = aSession({ connects: [ok], calls: [answer] });
    await session.call(request);
    await session.stop();
    expect(open).toBe(0);
    expect(await failureOf(session.call(request))).toBe('network');
  });
});
