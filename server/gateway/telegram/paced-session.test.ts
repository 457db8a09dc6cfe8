import { Api } from 'telegram';
import { describe, expect, it, vi } from 'vitest';
import type { CallPriority } from './call-priority.ts';
import type { KeptSession } from './keep-session.ts';
import { MtprotoError } from './mtproto-failure.ts';
import { type PaceSettings, paceSession } from './paced-session.ts';

/** A session that counts what reaches Telegram and answers flood waits as told. */
function aTelegram(floodWaits: Record<string, number> = {}): { session: KeptSession; sent: string[] } {
  const sent: string[] = [];
  const session: KeptSession = {
    async call(request) {
      sent.push(request.className);
      const seconds = floodWaits[request.className];
      if (seconds !== undefined) {
        throw new MtprotoError(request.className, { kind: 'flood-wait', seconds, code: 'FLOOD_WAIT' });
      }
      return undefined as never;
    },
    callOn: (_dcId, request) => session.call(request),
    state: () => ({ kind: 'connected' }),
    wake: () => undefined,
    openSockets: () => 1,
    stop: async () => undefined,
  };
  return { session, sent };
}

const getConfig = new Api.help.GetConfig();
const settings: PaceSettings = {
  isBudgeted: false,
  now: () => 0,
  random: () => 0,
  pausedUntil: new Map(),
  onFloodWait: () => undefined,
};
const getState = new Api.updates.GetState();

function secondsLeft(promise: Promise<unknown>): Promise<number> {
  return promise.then(
    () => 0,
    (error: unknown) => {
      if (error instanceof MtprotoError && error.failure.kind === 'flood-wait') return error.failure.seconds;
      throw error;
    },
  );
}

describe('a paced session', () => {
  it.each([1, 59, 61, 3_600, 86_400])(
    'sends nothing of a method before its flood wait of %i s is over, and lets others through',
    async (seconds) => {
      let now = 0;
      const telegram = aTelegram({ 'help.GetConfig': seconds });
      const waits: object[] = [];
      const paced = paceSession(telegram.session, {
        ...settings,
        now: () => now,
        onFloodWait: (method, told) => waits.push({ method, told }),
      });
      expect(await secondsLeft(paced.call(getConfig))).toBe(seconds);
      for (const moment of [0, 0.5, 0.999]) {
        now = seconds * 1_000 * moment;
        expect(await secondsLeft(paced.call(getConfig))).toBeGreaterThan(seconds * (1 - moment) - 1e-6);
        expect(await secondsLeft(paced.interactive.call(getConfig))).toBeGreaterThan(0);
      }
      expect(waits).toEqual([{ method: 'help.GetConfig', told: seconds }]);
      await paced.call(getState);
      expect(telegram.sent).toEqual(['help.GetConfig', 'updates.GetState']);
      now = seconds * 1_000 + 2_000;
      await secondsLeft(paced.call(getConfig));
      expect(telegram.sent).toHaveLength(3);
    },
  );

  it('goes on with the rests that an earlier session was told', async () => {
    let now = 0;
    const telegram = aTelegram({});
    const paced = paceSession(telegram.session, {
      ...settings,
      now: () => now,
      pausedUntil: new Map([['help.GetConfig', 60_000]]),
    });
    expect(await secondsLeft(paced.call(getConfig))).toBe(60);
    expect(telegram.sent).toEqual([]);
    now = 60_000;
    await paced.call(getConfig);
    expect(telegram.sent).toEqual(['help.GetConfig']);
  });

  it('asks for 20 names an hour at most when it keeps a budget, and for any number when it does not', async () => {
    const ask = new Api.contacts.ResolveUsername({ username: 'name' });
    for (const [isBudgeted, expected] of [
      [true, 20],
      [false, 50],
    ] as const) {
      const telegram = aTelegram();
      const { interactive } = paceSession(telegram.session, { ...settings, isBudgeted });
      for (let count = 0; count < 50; count += 1) await secondsLeft(interactive.call(ask));
      expect(telegram.sent).toHaveLength(expected);
    }
  });

  it('keeps calls for people while a back-fill takes all it can get', async () => {
    const telegram = aTelegram();
    const paced = paceSession(telegram.session, { ...settings, isBudgeted: true });
    const ask = new Api.contacts.ResolveUsername({ username: 'name' });
    const waits: number[] = [];
    for (let count = 0; count < 30; count += 1) waits.push(await secondsLeft(paced.call(ask)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(15);
    for (let count = 0; count < 5; count += 1) expect(await secondsLeft(paced.interactive.call(ask))).toBe(0);
    expect(await secondsLeft(paced.interactive.call(ask))).toBeGreaterThan(0);
  });

  it('has four heavy calls under way at most, urgent ones first, and lets light ones pass', async () => {
    const held: { method: string; end(): void }[] = [];
    const { session } = aTelegram();
    const paced = paceSession(
      {
        ...session,
        call: (request) =>
          new Promise((resolve) => {
            held.push({ method: request.className, end: () => resolve(undefined as never) });
          }),
      },
      settings,
    );
    const order: string[] = [];
    const heavy = (door: CallPriority): Promise<void> =>
      paced
        .at(door)
        .call(new Api.messages.GetDialogs({ offsetPeer: new Api.InputPeerEmpty() }))
        .then(() => void order.push(door));
    const calls = [heavy('backfill'), heavy('backfill'), heavy('backfill'), heavy('backfill')];
    calls.push(heavy('channel'), heavy('fresh'), heavy('interactive'));
    void paced.call(getState);
    await vi.waitFor(() => expect(held.map(({ method }) => method)).toContain('updates.GetState'));
    expect(held).toHaveLength(5);
    while (order.length < calls.length) {
      for (const { end } of held.splice(0)) end();
      await new Promise(setImmediate);
    }
    await Promise.all(calls);
    expect(order.slice(0, 4).filter((door) => door === 'backfill')).toHaveLength(3);
    expect(order.indexOf('interactive')).toBeLessThan(order.indexOf('fresh'));
    expect(order.lastIndexOf('backfill')).toBe(order.length - 1);
  });

  it('tells a call for which there is no place to come again soon', async () => {
    const { session } = aTelegram();
    const silent = { ...session, call: () => new Promise<never>(() => undefined) };
    const paced = paceSession(silent, { ...settings, patienceMs: 20 });
    const dialogs = new Api.messages.GetDialogs({ offsetPeer: new Api.InputPeerEmpty() });
    for (let count = 0; count < 4; count += 1) void paced.call(dialogs);
    expect(await secondsLeft(paced.call(dialogs))).toBe(1);
  });

  it('sends nothing of a method that was told to rest while calls of it stood in the queue', async () => {
    const telegram = aTelegram({ 'messages.GetDialogs': 60 });
    const paced = paceSession(telegram.session, settings);
    const dialogs = new Api.messages.GetDialogs({ offsetPeer: new Api.InputPeerEmpty() });
    const waits = await Promise.all(Array.from({ length: 9 }, () => secondsLeft(paced.call(dialogs))));
    expect(waits.every((wait) => wait > 59)).toBe(true);
    expect(telegram.sent).toHaveLength(4);
  });

  it('sends nothing on another data centre either before a flood wait is over', async () => {
    const telegram = aTelegram({ 'help.GetConfig': 5 });
    const paced = paceSession(telegram.session, settings);
    expect(await secondsLeft(paced.callOn(4, getConfig))).toBe(5);
    expect(await secondsLeft(paced.interactive.callOn(4, getConfig))).toBeGreaterThan(4);
    expect(telegram.sent).toHaveLength(1);
  });
});
