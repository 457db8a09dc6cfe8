import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { addSyncJob } from '#server/db/queries/add-sync-job.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { loadPosts } from '#server/db/queries/load-posts.ts';
import { type RunningGateway, startRunningGateway } from './running-gateway.test-client.ts';

let running: RunningGateway;

beforeAll(async () => {
  running = await startRunningGateway([{ kind: 'demo' }]);
});

afterEach(() => running.telegram.faults.clear());

afterAll(() => running.close());

function refuseOnce(method: string, code: number, text: string): void {
  running.telegram.faults.add({ method, effect: { kind: 'error', code, description: text }, count: 1 });
}

describe('a name', () => {
  it('is asked of Telegram once, also when many ask for it at the same time', async () => {
    const before = running.callsOf('contacts.resolveUsername');
    const names = ['anna_pishet', 'Anna_Pishet', 'ANNA_PISHET', 'anna_pishet'];
    const outcomes = await Promise.all(names.map((name) => running.client.resolveChannel(name)));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    await running.client.resolveChannel('anna_pishet');
    expect(running.callsOf('contacts.resolveUsername') - before).toBe(1);
  });

  it.each([
    ['ostrov_utra_chat', { kind: 'not-a-channel', what: 'group' }],
    ['weather_sample_bot', { kind: 'not-a-channel', what: 'bot' }],
    ['sam_from_nowhere', { kind: 'not-a-channel', what: 'user' }],
    ['nobody_has_this', { kind: 'not-found' }],
    ['no', { kind: 'not-found' }],
    ['1digit_first', { kind: 'not-found' }],
    ['\u0000; DROP TABLE', { kind: 'not-found' }],
  ])('%s is told for what it is, and nothing is stored', async (name, expected) => {
    const countRows = async (): Promise<unknown> =>
      running.database.query(
        'SELECT (SELECT count(*) FROM channels) + (SELECT count(*) FROM channel_names) AS n',
        [],
      );
    const before = await countRows();
    expect(await running.client.resolveChannel(name)).toEqual(expected);
    expect(await countRows()).toEqual(before);
  });

  it('of a closed channel is private', async () => {
    refuseOnce('contacts.resolveUsername', 400, 'CHANNEL_PRIVATE');
    expect(await running.client.resolveChannel('closed_one')).toEqual({ kind: 'private' });
  });

  it('has to wait for the end of a flood wait, and Telegram is not asked before', async () => {
    const ask = (): ReturnType<typeof running.client.resolveChannel> =>
      running.client.resolveChannel('island_morning');
    refuseOnce('contacts.resolveUsername', 420, 'FLOOD_WAIT_2');
    const before = running.callsOf('contacts.resolveUsername');
    const first = await ask();
    expect(first.kind).toBe('wait');
    const until = first.kind === 'wait' ? Date.parse(first.until) : 0;
    expect((await ask()).kind).toBe('wait');
    expect(running.callsOf('contacts.resolveUsername') - before).toBe(1);
    await vi.waitFor(async () => expect((await ask()).kind).toBe('channel'), {
      timeout: 10_000,
      interval: 100,
    });
    expect(Date.now()).toBeGreaterThanOrEqual(until);
  });
});

describe('a history', () => {
  it('goes on at the end of a flood wait, not before, and is read whole', async () => {
    refuseOnce('messages.getHistory', 420, 'FLOOD_WAIT_2');
    const before = running.callsOf('messages.getHistory');
    const startedAt = Date.now();
    const channelId = await running.track('small_machines');
    await vi.waitFor(() => expect(running.callsOf('messages.getHistory') - before).toBe(1), {
      interval: 10,
      timeout: 15_000,
    });
    await delay(1_500 - Math.max(0, Date.now() - startedAt - 400));
    expect(running.callsOf('messages.getHistory') - before).toBe(1);
    await running.reach(channelId, 'complete');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(2_000);
    const posts = await loadPosts(running.database, channelId);
    expect(posts).toHaveLength(running.telegram.world.truth(channelId).posts);
  });

  it('of a channel that became private ends with the reason', async () => {
    refuseOnce('messages.getHistory', 400, 'CHANNEL_PRIVATE');
    const channelId = await running.track('island_morning');
    const schedule = await running.reach(channelId, 'failed');
    expect(schedule.historyError).toBe('CHANNEL_PRIVATE');
    expect((await loadChannel(running.database, channelId))?.state).toBe('unreachable');
  });

  it('is tried again after trouble inside Telegram', async () => {
    refuseOnce('messages.getHistory', 500, 'SOMETHING_BROKE');
    const channelId = await running.track('ostrov_utra');
    await running.reach(channelId, 'complete');
    const posts = await loadPosts(running.database, channelId);
    expect(posts).toHaveLength(running.telegram.world.truth(channelId).posts);
  });
});

describe('an access hash', () => {
  it('that Telegram refuses is replaced by asking for the name once', async () => {
    const channelId = await running.track('anna_pishet');
    await running.reach(channelId, 'complete');
    await running.database.query('UPDATE channel_access SET access_hash = 1 WHERE channel_id = $1', [
      channelId,
    ]);
    const before = running.callsOf('contacts.resolveUsername');
    await running.sync(channelId);
    expect(running.callsOf('contacts.resolveUsername') - before).toBe(1);
  });

  it('whose channel lost its name marks the channel as gone', async () => {
    const channelId = await running.track('lavka_pryanika');
    await running.reach(channelId, 'complete');
    await running.database.query('UPDATE channel_access SET access_hash = 1 WHERE channel_id = $1', [
      channelId,
    ]);
    refuseOnce('contacts.resolveUsername', 400, 'USERNAME_NOT_OCCUPIED');
    const { accountId } = await running.reach(channelId, 'complete');
    await addSyncJob(running.database, { channelId, accountId: accountId ?? '', priority: 0 });
    await vi.waitFor(
      async () => expect((await loadChannel(running.database, channelId))?.state).toBe('gone'),
      { timeout: 10_000 },
    );
  });
});
