import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ChannelId, channelIdSchema } from '#contract/channel-id.ts';
import type { Post } from '#contract/post.ts';
import { collector } from '#sandbox/world/people.ts';
import { collectChannel } from '#server/actions/collect-channel.ts';
import { noteChannelPost } from '#server/actions/note-channel-post.ts';
import { planChannels } from '#server/actions/plan-channels.ts';
import { auditTotals } from '#server/analytics/audit-totals.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { loadPosts } from '#server/db/queries/load-posts.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { planDueChannels } from '#server/worker/plan-due-channels.ts';
import { aRecordedChannel } from './a-recorded-channel.ts';
import { type RunningGateway, startRunningGateway } from './running-gateway.test-client.ts';

const world = [{ kind: 'demo' }, { kind: 'synthetic', messages: 1_234, seed: 3 }] as const;
/** Closed to everybody who is not in it. */
const privateId = channelIdSchema.parse('1500000002');
const closed = aRecordedChannel({ id: privateId, title: 'Closed', subscribers: 12 }, [
  { id: 1, date: 1_790_000_000, message: 'among us', views: 6, forwards: 0 },
]);
const botOnly = { hasBot: true, mtproto: { sessionString: null } };

/** An album is stored under the id of whichever of its messages came first, and that depends on the pages. */
function contents(posts: readonly Post[]): object[] {
  return posts.map((post) => ({ ...post, capturedAt: null, postId: null }));
}

async function readWhole(running: RunningGateway, name: string): Promise<ChannelId> {
  const channelId = await running.track(name);
  await running.reach(channelId, 'complete');
  await vi.waitFor(
    async () => expect((await loadSchedule(running.database, channelId))?.lastSyncedAt).toBeInstanceOf(Date),
    { timeout: 20_000 },
  );
  return channelId;
}

async function kindOfReader({ database }: RunningGateway, channelId: ChannelId): Promise<string | null> {
  const [row] = await database.query<{ kind: string | null }>(
    `SELECT kind FROM channel_schedule LEFT JOIN accounts USING (account_id) WHERE channel_id = $1`,
    [channelId],
  );
  return row?.kind ?? null;
}

describe("the bot's own session alone", () => {
  let bot: RunningGateway;
  let person: RunningGateway;

  beforeAll(async () => {
    [bot, person] = await Promise.all([
      startRunningGateway([...world, closed.source], botOnly),
      startRunningGateway(world),
    ]);
  });
  afterAll(async () => {
    expect(bot.telegram.callLog.unknownMethods()).toEqual([]);
    await Promise.all([bot.close(), person.close()]);
    closed.remove();
  });

  it.each(['ostrov_utra', 'lavka_pryanika', 'synthetic_3'])(
    'reads @%s wholly by ids, and stores what a person would have stored',
    async (name) => {
      const [byBot, byPerson] = await Promise.all([readWhole(bot, name), readWhole(person, name)]);
      expect(byBot).toBe(byPerson);
      const posts = await loadPosts(bot.database, byBot);
      const expected = await loadPosts(person.database, byPerson);
      expect(posts.length).toBeGreaterThan(30);
      expect(contents(posts)).toEqual(contents(expected));
      expect(auditTotals(byBot, posts)).toEqual(auditTotals(byPerson, expected));
      const [schedule, theirs] = [
        await loadSchedule(bot.database, byBot),
        await loadSchedule(person.database, byPerson),
      ];
      expect(schedule).toMatchObject({
        historyRead: theirs?.historyRead,
        historyTotal: theirs?.historyTotal,
      });
      const channel = await loadChannel(bot.database, byBot);
      expect(channel).toMatchObject({
        subscribers: bot.telegram.world.subscribers(byBot),
        source: 'mtproto',
      });
    },
    40_000,
  );

  it('reads what appeared since, without asking for a history that bots are refused', async () => {
    const channelId = await readWhole(bot, 'anna_pishet');
    const { world: telegram } = bot.telegram;
    const known = (await loadPosts(bot.database, channelId)).length;
    for (let n = 0; n < 130; n += 1) telegram.post(channelId, { text: `News ${n}` });
    await bot.sync(channelId);
    expect((await loadPosts(bot.database, channelId)).length).toBe(known + 130);
    expect(bot.callsOf('messages.getHistory')).toBe(0);
    expect(await kindOfReader(bot, channelId)).toBe('bot');
  });

  it('reads a private channel once it is in it and was told of a post, and not before', async () => {
    const { database, telegram } = bot;
    const now = new Date();
    await saveChannel(database, {
      ...{ channelId: privateId, title: 'Closed', username: null, visibility: 'private' },
      ...{ source: 'bot_api', capturedAt: now },
    });
    await database.transaction((connection) => collectChannel(connection, { channelId: privateId, now }));
    expect(await kindOfReader(bot, privateId)).toBeNull();
    telegram.world.join(privateId, telegram.botToken.split(':')[0] ?? '');
    await noteChannelPost(database, { channelId: privateId, message: null, now });
    await bot.reach(privateId, 'complete');
    expect(await kindOfReader(bot, privateId)).toBe('bot');
    expect((await loadPosts(database, privateId)).map((post) => post.text)).toEqual(['among us']);
  });
});

describe("an operator's session and the bot's", () => {
  let running: RunningGateway;

  beforeAll(async () => {
    running = await startRunningGateway(world, { hasBot: true });
    await vi.waitFor(
      async () =>
        expect(
          await running.database.query(
            "SELECT 1 FROM accounts WHERE kind = 'bot' AND heartbeat_at IS NOT NULL",
            [],
          ),
        ).toHaveLength(1),
      { timeout: 20_000 },
    );
  });
  afterAll(() => running.close());

  it("read on where one of them is refused a channel, and the channel's state stays", async () => {
    const channelId = await readWhole(running, 'ostrov_utra');
    expect(await kindOfReader(running, channelId)).toBe('operator');
    running.telegram.faults.add({
      method: 'channels.getFullChannel',
      userId: collector.id,
      effect: { kind: 'error', code: 400, description: 'CHANNEL_PRIVATE' },
    });
    await running.sync(channelId);
    expect(await kindOfReader(running, channelId)).toBe('bot');
    expect((await loadChannel(running.database, channelId))?.state).toBe('active');
    running.telegram.faults.clear();
  });

  it('leave it to the Bot API where both are refused, and nobody is logged out', async () => {
    const channelId = await readWhole(running, 'lavka_pryanika');
    running.telegram.faults.add({
      method: 'channels.getFullChannel',
      effect: { kind: 'error', code: 400, description: 'CHANNEL_PRIVATE' },
    });
    await running.database.transaction((connection) =>
      planChannels(connection, [channelId], { now: new Date(), priority: 0 }),
    );
    await vi.waitFor(async () => expect(await kindOfReader(running, channelId)).toBeNull(), {
      timeout: 20_000,
    });
    running.telegram.faults.clear();
    expect((await loadChannel(running.database, channelId))?.state).toBe('unreachable');
    const waiting = await running.database.query('SELECT 1 FROM graphile_worker.jobs WHERE key = $1', [
      `sync-channel-bot-api:${channelId}`,
    ]);
    expect(waiting).toHaveLength(1);
    expect(await running.database.query("SELECT 1 FROM accounts WHERE state <> 'active'", [])).toEqual([]);
  });

  it('take over from each other: the bot reads during a flood wait, and the operator after it', async () => {
    const { database, telegram } = running;
    const channelId = await readWhole(running, 'synthetic_3');
    expect(await kindOfReader(running, channelId)).toBe('operator');
    telegram.faults.add({
      method: 'messages.getHistory',
      userId: collector.id,
      count: 1,
      effect: { kind: 'flood-wait', seconds: 3_600 },
    });
    const before = running.callsOf('messages.getHistory');
    await running.sync(channelId);
    expect(await kindOfReader(running, channelId)).toBe('bot');
    // The one that was refused was the last: Telegram is not asked again before the time.
    expect(running.callsOf('messages.getHistory')).toBe(before + 1);
    // Nothing but time brings the operator back, and here it passes at once.
    await vi.waitFor(
      async () =>
        expect(await database.query("SELECT 1 FROM accounts WHERE flood_waits <> '{}'", [])).toHaveLength(1),
      { timeout: 10_000 },
    );
    const inAnHour = new Date(Date.now() + 3_700_000);
    await planDueChannels(database, inAnHour);
    expect(await kindOfReader(running, channelId)).toBe('operator');
  });

  it('find a name by the bot while the operator may not ask for names', async () => {
    running.telegram.faults.add({
      method: 'contacts.resolveUsername',
      userId: collector.id,
      count: 1,
      effect: { kind: 'flood-wait', seconds: 3_600 },
    });
    const before = running.callsOf('contacts.resolveUsername');
    expect((await running.client.resolveChannel('tihiy_dvorik')).kind).toBe('channel');
    expect(running.callsOf('contacts.resolveUsername')).toBe(before + 2);
    // The operator is not asked again before the time, and is not needed: what the bot met the bot reads.
    expect((await running.client.resolveChannel('bystrye_dengi_24')).kind).toBe('channel');
    expect(running.callsOf('contacts.resolveUsername')).toBe(before + 3);
    running.telegram.faults.clear();
  });
});
