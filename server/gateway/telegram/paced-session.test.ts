import { Api } from 'telegram';
import { describe, expect, it } from 'vitest';
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
});
