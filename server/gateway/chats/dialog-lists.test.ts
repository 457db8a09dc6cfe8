import { describe, expect, it, vi } from 'vitest';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { aScriptedTelegram } from './a-scripted-telegram.ts';
import { type Asker, createDialogLists } from './dialog-lists.ts';
import { listChats } from './list-chats.ts';

const clock = { now: new Date('2026-03-01T12:00:00Z') };

function aTelegram(): ReturnType<typeof aScriptedTelegram> & { asker(showsPrivateChats: boolean): Asker } {
  const telegram = aScriptedTelegram();
  return {
    ...telegram,
    asker: (showsPrivateChats) => ({
      source: { accountId: '1', epoch: '1', interactive: telegram.session },
      showsPrivateChats,
    }),
  };
}

describe('the chats of an account', () => {
  it('come page by page without a gap or a double, and without private talks', async () => {
    const { asker, calls } = aTelegram();
    const lists = createDialogLists(() => clock.now);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await listChats(lists, asker(false), { after, limit: 40 });
      if (page === null) throw new Error('the cursor was not found');
      seen.push(...page.chats.map(({ id }) => id));
      after = page.next_after;
    } while (after !== null);
    expect(seen).toHaveLength(250);
    expect(new Set(seen).size).toBe(250);
    expect(seen.every((id) => id.startsWith('-100'))).toBe(true);
    // Telegram is asked for each of its pages once and for the end of the list, though ours were seven.
    expect(calls).toEqual([0, 176, 76, 1]);
  });

  it('show private talks where the owner switched them on, and forget them as soon as they are off', async () => {
    const { asker } = aTelegram();
    const lists = createDialogLists(() => clock.now);
    const shown = await listChats(lists, asker(true), { after: null, limit: 100 });
    expect(shown?.chats.filter(({ type }) => type === 'private')).toHaveLength(9);
    const privateId = shown?.chats.find(({ type }) => type === 'private')?.id ?? '';
    expect(await lists.find(asker(true), privateId)).not.toBeNull();
    expect(await lists.find(asker(false), privateId)).toBeNull();
  });

  it('are asked for once by those who ask at the same time', async () => {
    const { asker, calls } = aTelegram();
    const lists = createDialogLists(() => clock.now);
    const ask = (): Promise<unknown> => listChats(lists, asker(false), { after: null, limit: 20 });
    await Promise.all([ask(), ask(), ask()]);
    expect(calls).toEqual([0]);
  });

  it('go on where a failed reading stopped', async () => {
    const { asker, calls, fail } = aTelegram();
    const lists = createDialogLists(() => clock.now);
    fail({ kind: 'network', code: 'connection-lost' });
    await expect(listChats(lists, asker(false), { after: null, limit: 20 })).rejects.toBeInstanceOf(
      MtprotoError,
    );
    expect((await listChats(lists, asker(false), { after: null, limit: 20 }))?.chats).toHaveLength(20);
    expect(calls).toEqual([0, 0]);
  });

  it('are read anew after a minute, while a chat that was found stays addressed', async () => {
    const { asker, calls } = aTelegram();
    let now = clock.now;
    const lists = createDialogLists(() => now);
    await listChats(lists, asker(false), { after: null, limit: 20 });
    now = new Date(now.getTime() + 61_000);
    expect(await lists.find(asker(false), '-1000000001000')).not.toBeNull();
    expect(calls).toHaveLength(1);
    await listChats(lists, asker(false), { after: null, limit: 20 });
    expect(calls).toHaveLength(2);
  });

  it('are forgotten when nobody wants them any more, and by themselves, without a question', async () => {
    vi.useFakeTimers();
    try {
      const { asker, calls } = aTelegram();
      let now = clock.now;
      const answers: (() => Promise<boolean>)[] = [];
      const isWanted = (): Promise<boolean> => (answers.shift() ?? (() => Promise.resolve(true)))();
      const lists = createDialogLists(() => now, { isWanted });
      const find = (): Promise<unknown> => lists.find(asker(true), '-1000000001000');
      await find();
      answers.push(() => Promise.reject(new Error('no database')));
      await vi.advanceTimersByTimeAsync(30_000);
      await find();
      expect([calls.length, vi.getTimerCount()]).toEqual([1, 1]);
      answers.push(() => Promise.resolve(false));
      await vi.advanceTimersByTimeAsync(15_000);
      expect(vi.getTimerCount()).toBe(0);
      await find();
      expect([calls.length, vi.getTimerCount()]).toEqual([2, 1]);
      now = new Date(now.getTime() + 600_000);
      await vi.advanceTimersByTimeAsync(15_000);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('have no page after a chat that is not among them', async () => {
    const { asker } = aTelegram();
    const lists = createDialogLists(() => clock.now);
    expect(await listChats(lists, asker(false), { after: '-1000000999999', limit: 20 })).toBeNull();
  });
});
