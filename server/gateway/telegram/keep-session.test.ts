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
  callsOn?: (() => string)[];
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
        async invokeOn(dcId) {
          const call = script.callsOn?.shift();
          if (call === undefined) throw new Error('an unexpected call');
          log.push(`on ${dcId}`);
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

  it('replaces three connections that are lost soon within ten minutes, and waits minutes after the fourth', async () => {
    const session = aSession({ connects: Array(5).fill(ok), calls: Array(5).fill(answer) });
    for (let turn = 0; turn < 3; turn += 1) {
      await session.call(request);
      now += 20_000;
      closers[turn]?.();
      expect(session.state().kind).toBe('idle');
    }
    await session.call(request);
    now += 20_000;
    closers[3]?.();
    expect(session.state()).toEqual({ kind: 'waiting', until: now + 60_000, code: 'connection-lost' });
    expect(await failureOf(session.call(request))).toBe('network');
    now += 60_000;
    await session.call(request);
    expect(mostOpen).toBe(1);
  });

  it('lets one call at a time try when three in a row found no way', async () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const session = aSession({
      connects: [fails(refused), fails(refused), fails(refused), ok],
      calls: [answer, answer, answer],
    });
    for (let turn = 0; turn < 3; turn += 1) {
      await failureOf(session.call(request));
      now += 10_000;
    }
    const calls = [session.call(request), session.call(request), session.call(request)];
    await Promise.all(calls);
    expect(log.filter((line) => line === 'connecting')).toHaveLength(4);
    expect(mostOpen).toBe(1);
  });

  it.each([['FROZEN_METHOD_INVALID'], ['FROZEN_PARTICIPANT_MISSING']])(
    'calls nothing any more after %s, keeps the session, and tries again when it is woken',
    async (code) => {
      const frozen = new MtprotoError('x', { kind: 'frozen', code });
      const session = aSession({ connects: [ok, ok], calls: [fails(frozen), answer] });
      expect(await failureOf(session.call(request))).toBe('frozen');
      expect(session.state()).toEqual({ kind: 'frozen', code });
      expect(open).toBe(0);
      expect(await failureOf(session.call(request))).toBe('frozen');
      session.wake();
      await session.call(request);
      expect(session.state().kind).toBe('connected');
    },
  );

  it('closes its connection when it is stopped and opens no other', async () => {
    const session = aSession({ connects: [ok], calls: [answer] });
    await session.call(request);
    await session.stop();
    expect(open).toBe(0);
    expect(await failureOf(session.call(request))).toBe('network');
  });
});

describe('a call on another data centre', () => {
  const migrate = new MtprotoError('x', { kind: 'migrate', dc: 4, code: 'STATS_MIGRATE' });

  it('is repeated once where that one says the statistics are kept', async () => {
    const session = aSession({ connects: [ok], calls: [], callsOn: [fails(migrate), answer] });
    expect(await session.callOn(1, request)).toBe('answer');
    expect(log.filter((line) => line.startsWith('on '))).toEqual(['on 1', 'on 4']);
  });

  it('is not repeated a second time, nor at the same one', async () => {
    const elsewhere = new MtprotoError('x', { kind: 'migrate', dc: 5, code: 'STATS_MIGRATE' });
    const session = aSession({
      connects: [ok],
      calls: [],
      callsOn: [fails(migrate), fails(elsewhere), fails(migrate)],
    });
    expect(await failureOf(session.callOn(1, request))).toBe('migrate');
    expect(await failureOf(session.callOn(4, request))).toBe('migrate');
  });

  it.each(['session-dead', 'session-duplicated'] as const)(
    'that says %s ends the session only when home says so too',
    async (kind) => {
      const there = fails(new MtprotoError('x', { kind, code: 'AUTH_KEY_UNREGISTERED' }));
      const atHome = fails(dead('SESSION_REVOKED'));
      const session = aSession({ connects: [ok], calls: [answer, atHome], callsOn: [there, there] });
      expect(await failureOf(session.callOn(4, request))).toBe('server-trouble');
      expect(session.state().kind).toBe('connected');
      expect(await failureOf(session.callOn(4, request))).toBe('session-dead');
      expect(session.state()).toEqual({ kind: 'dead', code: 'SESSION_REVOKED' });
      expect(open).toBe(0);
    },
  );

  it('that is lost leaves the connection at home as it is', async () => {
    const lost = fails(new DeadlineError('stats.GetBroadcastStats', 120_000));
    const session = aSession({ connects: [ok], calls: [answer], callsOn: Array(4).fill(lost) });
    for (let turn = 0; turn < 4; turn += 1) {
      expect(await failureOf(session.callOn(4, request))).toBe('network');
    }
    expect(session.state().kind).toBe('connected');
    await session.call(request);
    expect(mostOpen).toBe(1);
  });

  it('has a deadline for all of it', async () => {
    const session = keepSession({
      now: Date.now,
      random: () => 0.5,
      callOnDeadlineMs: 20,
      onCall: () => undefined,
      onStateChange: () => undefined,
      connect: () => new Promise<Client>(() => undefined),
    });
    expect(await failureOf(session.callOn(4, request))).toBe('network');
  });
});
