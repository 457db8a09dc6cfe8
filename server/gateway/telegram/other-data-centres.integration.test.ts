import { Api } from 'telegram';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ChannelId } from '#contract/channel-id.ts';
import { inputOf } from './fetch-history.ts';
import { type LiveTelegram, ownedChannelId, startLiveTelegram } from './live-telegram.test-client.ts';
import { MtprotoError } from './mtproto-failure.ts';

let telegram: LiveTelegram;
let request: Api.stats.GetBroadcastStats;

beforeAll(async () => {
  telegram = await startLiveTelegram();
  const { session } = telegram.open();
  const dialogs = await session.call(
    new Api.messages.GetDialogs({ offsetPeer: new Api.InputPeerEmpty(), limit: 100 }),
  );
  if (!('chats' in dialogs)) throw new Error('no dialogs');
  const channel = dialogs.chats.find(({ id }) => id.toString() === ownedChannelId);
  if (channel?.className !== 'Channel') throw new Error('the owner does not see the channel');
  const accessHash = String(channel.accessHash);
  const peer = { channelId: ownedChannelId as ChannelId, accessHash };
  request = new Api.stats.GetBroadcastStats({ channel: new Api.InputChannel(inputOf(peer)) });
});

afterEach(() => telegram.sandbox.telegram.faults.clear());
afterAll(() => telegram.close());

function callsOf(method: string): { dcId: number; outcome: string }[] {
  return telegram.sandbox.telegram.calls.calls().filter((call) => call.method === method);
}

async function failureOf(promise: Promise<unknown>): Promise<object> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof MtprotoError ? error.failure : { kind: 'no failure' };
}

describe('statistics', () => {
  it('are read from the data centre that keeps them, with the login brought there once', async () => {
    const { session } = telegram.open();
    const exportsBefore = callsOf('auth.exportAuthorization').length;
    expect((await session.callOn(4, request)).className).toBe('stats.BroadcastStats');
    await Promise.all([session.callOn(4, request), session.callOn(4, request)]);
    expect(callsOf('auth.exportAuthorization').length - exportsBefore).toBe(1);
    expect(session.openSockets()).toBe(2);
  });

  it('are found by whoever asks the wrong data centre', async () => {
    const { session } = telegram.open();
    const before = callsOf('stats.getBroadcastStats').length;
    expect((await session.callOn(1, request)).className).toBe('stats.BroadcastStats');
    const outcomes = callsOf('stats.getBroadcastStats')
      .slice(before)
      .map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['STATS_MIGRATE_4', 'ok']);
  });

  it('leave no socket behind when the session is stopped, and the process can end', async () => {
    const { session } = telegram.open();
    await session.callOn(4, request);
    const stats = telegram.sandbox.telegram.dataCentres.find(({ id }) => id === 4);
    const before = stats?.openConnections().length ?? 0;
    await session.stop();
    expect(session.openSockets()).toBe(0);
    await vi.waitFor(() => expect(stats?.openConnections().length).toBe(before - 1));
  });

  it('are read over a new connection after theirs was lost, without a new key, and home stays connected', async () => {
    const { session, states } = telegram.open();
    await session.callOn(4, request);
    const exportsBefore = callsOf('auth.exportAuthorization').length;
    telegram.sandbox.telegram.faults.add({
      method: 'stats.getBroadcastStats',
      count: 1,
      effect: { kind: 'reset' },
    });
    expect(await failureOf(session.callOn(4, request))).toMatchObject({ kind: 'network' });
    expect((await session.callOn(4, request)).className).toBe('stats.BroadcastStats');
    expect(callsOf('auth.exportAuthorization').length).toBe(exportsBefore);
    expect(states.map(({ kind }) => kind)).toEqual(['connecting', 'connected']);
  });

  it('survive a data centre that no longer takes the key: the session is not ended by it', async () => {
    const { session } = telegram.open();
    await session.callOn(4, request);
    const effect = { kind: 'error', code: 401, description: 'AUTH_KEY_UNREGISTERED' } as const;
    telegram.sandbox.telegram.faults.add({ method: 'stats.getBroadcastStats', count: 1, effect });
    expect(await failureOf(session.callOn(4, request))).toEqual({
      kind: 'server-trouble',
      code: 'AUTH_KEY_UNREGISTERED',
    });
    expect((await session.callOn(4, request)).className).toBe('stats.BroadcastStats');
    expect(session.state().kind).toBe('connected');
  });

  it('fail with a sentence, not for ever, when the login cannot be brought there', async () => {
    const { session } = telegram.open();
    const effect = { kind: 'flood-wait', seconds: 30 } as const;
    telegram.sandbox.telegram.faults.add({ method: 'auth.exportAuthorization', count: 1, effect });
    expect(await failureOf(session.callOn(4, request))).toMatchObject({ kind: 'flood-wait', seconds: 30 });
    expect((await session.callOn(4, request)).className).toBe('stats.BroadcastStats');
    expect(await failureOf(session.callOn(77, request))).toMatchObject({ kind: 'unknown' });
  });
});
