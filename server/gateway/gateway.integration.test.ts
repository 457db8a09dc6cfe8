import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Post } from '#contract/post.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { loadPosts } from '#server/db/queries/load-posts.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { type RunningGateway, startRunningGateway } from './running-gateway.test-client.ts';

let running: RunningGateway;

beforeAll(async () => {
  running = await startRunningGateway([{ kind: 'demo' }, { kind: 'synthetic', messages: 2_345, seed: 3 }]);
});

afterAll(async () => {
  expect(running.telegram.callLog.unknownMethods()).toEqual([]);
  await running.close();
});

function sum(posts: readonly Post[], count: (post: Post) => number | null): number {
  return posts.reduce((total, post) => total + (count(post) ?? 0), 0);
}

function allReactions(posts: readonly Post[]): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const post of posts) {
    for (const [key, count] of Object.entries(post.reactions ?? {})) totals[key] = (totals[key] ?? 0) + count;
  }
  return totals;
}

function withoutTimes(posts: readonly Post[]): object[] {
  return posts.map((post) => ({ ...post, capturedAt: null }));
}

describe('the gateway', () => {
  it.each([
    'gorod_vesti',
    'lavka_pryanika',
    'ostrov_utra',
    'bystrye_dengi_24',
    'tihiy_dvorik',
    'synthetic_3',
  ])(
    'reads the whole history of @%s and counts what the world knows',
    async (name) => {
      const channelId = await running.track(name);
      const schedule = await running.reach(channelId, 'complete');
      const posts = await loadPosts(running.database, channelId);
      const truth = running.telegram.world.truth(channelId);
      expect(schedule.historyRead).toBe(truth.messages + truth.serviceMessages);
      expect({
        messages: sum(posts, (post) => post.items.length),
        posts: posts.length,
        albums: posts.filter((post) => post.items.length > 1).length,
        views: sum(posts, (post) => post.views),
        viewsNaive: sum(posts, (post) => post.items.reduce((total, item) => total + (item.views ?? 0), 0)),
        forwards: sum(posts, (post) => post.forwards),
        comments: sum(posts, (post) => post.comments),
        reactionsByKey: allReactions(posts),
        paidReactions: sum(posts, (post) => post.paidReactions),
        postsVisiblyEdited: posts.filter((post) => post.isVisiblyEdited).length,
        postViews: new Map(posts.map((post) => [post.shownId, post.views])),
      }).toEqual({
        messages: truth.messages,
        posts: truth.posts,
        albums: truth.albums,
        views: truth.views,
        viewsNaive: truth.viewsNaive,
        forwards: truth.forwards ?? 0,
        comments: truth.comments ?? 0,
        reactionsByKey: truth.reactionsByKey,
        paidReactions: truth.paidReactions,
        postsVisiblyEdited: truth.postsVisiblyEdited,
        postViews: new Map(truth.postViews.map(({ postId, views }) => [postId, views])),
      });
    },
    60_000,
  );

  it('keeps subscribers, description and a snapshot of each reading, and the same posts', async () => {
    const { database, telegram } = running;
    const channelId = await running.track('gorod_vesti');
    await running.reach(channelId, 'complete');
    const before = await loadPosts(database, channelId);
    // Tracking has it read once at once.
    await vi.waitFor(
      async () => expect((await loadSchedule(database, channelId))?.lastSyncedAt).toBeInstanceOf(Date),
      { timeout: 20_000 },
    );
    await running.sync(channelId);
    const channel = await loadChannel(database, channelId);
    expect(channel?.subscribers).toBe(telegram.world.subscribers(channelId));
    expect(channel?.about).toBe(telegram.world.channel(channelId)?.about);
    expect(withoutTimes(await loadPosts(database, channelId))).toEqual(withoutTimes(before));
    const snapshots = await database.query(
      'SELECT subscribers FROM channel_snapshots WHERE channel_id = $1',
      [channelId],
    );
    const subscribers = telegram.world.subscribers(channelId);
    expect(snapshots).toEqual([{ subscribers }, { subscribers }]);
  });

  it('reads what appeared since, however many pages that is, and leaves no gap', async () => {
    const { database, telegram } = running;
    const channelId = await running.track('tihiy_dvorik');
    await running.reach(channelId, 'complete');
    for (let count = 0; count < 250; count += 1) telegram.world.post(channelId, { text: `post ${count}` });
    await running.sync(channelId);
    const posts = await loadPosts(database, channelId);
    expect(posts).toHaveLength(telegram.world.truth(channelId).posts);
  });

  it('tells its state in the words of the older system', async () => {
    expect(await running.client.status()).toEqual({
      enabled: true,
      available: true,
      connected: true,
      has_api_id: true,
      has_api_hash: true,
      has_session: true,
      reason: null,
      sessions: [
        { kind: 'operator', account_id: expect.stringMatching(/^\d+$/), connected: true, reason: null },
      ],
      viewers: {},
    });
  });

  it('comes back after its connection was cut, with one connection at a time', async () => {
    const { client, telegram } = running;
    const before = running.callsOf('help.getConfig');
    for (const connection of telegram.dataCentre.openConnections()) connection.close();
    await vi.waitFor(() => expect(running.callsOf('help.getConfig')).toBeGreaterThan(before), {
      timeout: 10_000,
    });
    await vi.waitFor(async () => expect((await client.status()).connected).toBe(true), { timeout: 15_000 });
    expect(telegram.dataCentre.openConnections()).toHaveLength(1);
  }, 30_000);
});
