import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { collectChannel } from '#server/actions/collect-channel.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import type { Log } from '#server/log.ts';
import { type BotApiClient, createBotApiClient } from '#server/telegram-bot-api/client.ts';
import { BotApiUnreachableError } from '#server/telegram-bot-api/errors.ts';
import { findChannel } from '#server/telegram-bot-api/find-channel.ts';
import { createBotApiSync } from './sync-channel-bot-api.ts';

const log: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log };
const dataDir = mkdtempSync(join(tmpdir(), 'channel-pulse-bot-source-'));
const channelId = channelIdSchema.parse('2200000105');
const other = channelIdSchema.parse('2200000106');
const begin = new Date('2026-11-21T10:00:00.000Z');
let place: TestDatabase;
let database: Database;
let sandbox: Sandbox;
let botApi: BotApiClient;
/** What the task takes for the time. */
let now = begin;

beforeAll(async () => {
  place = await createTestDatabase();
  database = openDatabase(place.url);
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [], isStepped: true });
  const { botApiRoot, botToken } = sandbox.addresses;
  botApi = createBotApiClient({ apiRoot: botApiRoot, token: botToken });
});
beforeEach(async () => {
  now = begin;
  await database.query(
    'TRUNCATE channels, channel_names, channel_snapshots, channel_schedule, accounts CASCADE',
    [],
  );
  await database.query('TRUNCATE graphile_worker._private_jobs', []);
});
afterEach(() => sandbox.control.clearFaults());
afterAll(async () => {
  await botApi.close();
  await sandbox.close();
  await database.close();
  await place.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const aTask = (): ((id: string) => Promise<void>) => {
  const task = createBotApiSync({ database, botApi, log, now: () => now, random: () => 0.5 });
  const context = { signal: new AbortController().signal, attempt: 1, maxAttempts: 5 };
  return (id) => task({ channelId: id }, context);
};

async function aCollected(id = channelId, username: string | null = 'ostrov_utra'): Promise<void> {
  const visibility = username === null ? 'private' : 'public';
  await saveChannel(database, {
    ...{ channelId: id, title: '…', username, visibility },
    ...{ source: 'bot_api', capturedAt: begin },
  });
  await database.transaction((connection) => collectChannel(connection, { channelId: id, now: begin }));
}

const callsOf = (method: string): number =>
  sandbox.botApi.calls.all().filter((call) => call.method === method).length;
const runAt = async (): Promise<Date[]> =>
  (
    await database.query<{ run_at: Date }>(
      "SELECT run_at FROM graphile_worker.jobs WHERE task_identifier = 'sync-channel-bot-api'",
      [],
    )
  ).map((job) => job.run_at);

describe('reading a channel by the Bot API', () => {
  it('stores what it tells, with a snapshot, and says when the channel is due again', async () => {
    await aCollected();
    now = new Date(begin.getTime() + 60_000);
    await aTask()(channelId);
    const channel = sandbox.world.channel(channelId);
    expect(await loadChannel(database, channelId)).toMatchObject({
      title: channel?.title,
      username: 'ostrov_utra',
      about: channel?.about,
      hasReactions: true,
      subscribers: sandbox.world.subscribers(channelId),
      source: 'bot_api',
      capturedAt: now,
    });
    expect(await database.query('SELECT captured_at, source FROM channel_snapshots', [])).toEqual([
      { captured_at: now, source: 'bot_api' },
    ]);
    expect(await database.query('SELECT linked_chat_id FROM channels', [])).toEqual([
      { linked_chat_id: channel?.linkedChatId },
    ]);
    expect(await loadSchedule(database, channelId)).toMatchObject({
      lastSyncedAt: now,
      nextDueAt: new Date(now.getTime() + 15 * 60_000),
      historyState: 'queued',
    });
  });

  it('makes no call for any channel before the time Telegram named', async () => {
    await aCollected();
    const task = aTask();
    await sandbox.control.addFault({
      ...{ on: 'bot-api', method: 'getChatMemberCount', count: 1 },
      effect: { kind: 'flood-wait', seconds: 120 },
    });
    await task(channelId);
    const calls = callsOf('getChat');
    const due = begin.getTime() + 120_000;
    for (const at of await runAt()) expect(at.getTime()).toBeGreaterThan(due);
    await aCollected(other, null);
    now = new Date(due - 1);
    await task(other);
    await task(channelId);
    expect(callsOf('getChat')).toBe(calls);
    now = new Date(due);
    await task(channelId);
    expect(callsOf('getChat')).toBe(calls + 1);
    expect((await loadSchedule(database, channelId))?.lastSyncedAt).toEqual(now);
  });

  it('leaves the time of the next reading to an account that reads the channel', async () => {
    await database.query(
      `INSERT INTO accounts (account_id, kind, heartbeat_at, created_at)
       VALUES (1, 'operator', clock_timestamp() + interval '1 hour', $1)`,
      [begin],
    );
    await aCollected();
    now = new Date(begin.getTime() + 60_000);
    await aTask()(channelId);
    expect(await loadSchedule(database, channelId)).toMatchObject({ lastSyncedAt: now, nextDueAt: begin });
  });

  it('finds a channel that changed its name by its id where the bot is in it, and calls it unreachable where not', async () => {
    await aCollected(channelId, 'name_of_nobody');
    await aTask()(channelId);
    // By its id it is told, because it is public: it goes by its new name from now on.
    expect(await loadChannel(database, channelId)).toMatchObject({
      username: 'ostrov_utra',
      state: 'active',
    });
    await aCollected(channelIdSchema.parse('2299999999'), 'also_of_nobody');
    await aTask()('2299999999');
    expect(await loadChannel(database, channelIdSchema.parse('2299999999'))).toMatchObject({
      state: 'unreachable',
    });
    expect(await loadSchedule(database, channelIdSchema.parse('2299999999'))).toMatchObject({
      historyState: 'failed',
      historyError: 'chat-not-found',
      nextDueAt: new Date(begin.getTime() + 6 * 3_600_000),
    });
  });

  it('is tried again by the queue where the Bot API fails, and a channel is not blamed for it', async () => {
    await aCollected();
    await sandbox.control.addFault({
      ...{ on: 'bot-api', method: 'getChat', count: 1 },
      effect: { kind: 'error', code: 502, description: 'Bad Gateway' },
    });
    await expect(aTask()(channelId)).rejects.toThrow(/502/);
    await sandbox.control.addFault({
      ...{ on: 'bot-api', method: 'getChat', count: 1 },
      effect: { kind: 'reset' },
    });
    await expect(aTask()(channelId)).rejects.toThrow(BotApiUnreachableError);
    expect((await loadChannel(database, channelId))?.state).toBe('active');
  });
});

describe('finding a channel by its name', () => {
  const find = (name: string): ReturnType<typeof findChannel> => findChannel(botApi, name, () => begin);

  it('tells channels from everything else', async () => {
    expect(await find('Ostrov_Utra')).toMatchObject({
      kind: 'channel',
      channel: { channelId, username: 'ostrov_utra', usernames: ['ostrov_utra'] },
    });
    expect(await find('ostrov_utra_chat')).toEqual({ kind: 'not-a-channel', what: 'group' });
    expect(await find('nobody_has_this')).toEqual({ kind: 'not-found' });
    const calls = callsOf('getChat');
    expect(await find('-1002200000105')).toEqual({ kind: 'not-found' });
    expect(callsOf('getChat')).toBe(calls);
  });

  it.each([
    [
      { kind: 'flood-wait', seconds: 30 },
      { kind: 'wait', until: '2026-11-21T10:00:30.000Z' },
    ],
    [{ kind: 'error', code: 401, description: 'Unauthorized' }, { kind: 'no-source' }],
    [{ kind: 'reset' }, { kind: 'no-source' }],
  ] as const)('answers %j with %j', async (effect, outcome) => {
    await sandbox.control.addFault({ on: 'bot-api', method: 'getChat', count: 1, effect });
    expect(await find('ostrov_utra')).toEqual(outcome);
  });
});
