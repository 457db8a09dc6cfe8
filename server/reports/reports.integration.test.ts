import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelListSchema, channelReportSchema } from '#contract/channel.ts';
import { channelIdSchema } from '#contract/channel-id.ts';
import type { Post } from '#contract/post.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { aPost } from '#server/analytics/a-post.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { type ChannelRecord, saveChannel } from '#server/db/queries/save-channel.ts';
import { savePosts } from '#server/db/queries/save-posts.ts';
import { saveSnapshot } from '#server/db/queries/save-snapshot.ts';
import { loadAudit } from './load-audit.ts';
import { loadChannelList } from './load-channel-list.ts';
import { loadChannelReport } from './load-channel-report.ts';

const channelId = channelIdSchema.parse('1900000001');
const now = new Date('2026-11-30T12:00:00.000Z');
const syncedAt = new Date('2026-11-30T11:56:00.000Z');

/** A post published so many days before now; ids ascend with time. */
function published(daysAgo: number, fields: Partial<Post> = {}): Post {
  const postedAt = new Date(now.getTime() - daysAgo * 86_400_000).toISOString();
  return aPost({
    postId: 100_000 - Math.round(daysAgo * 10),
    postedAt,
    capturedAt: syncedAt.toISOString(),
    ...fields,
  });
}

describe('the reports', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
    await database.query("INSERT INTO accounts (account_id, kind, created_at) VALUES (7, 'operator', $1)", [
      now,
    ]);
  });
  beforeEach(async () => {
    await database.query(
      'TRUNCATE channels, posts, channel_snapshots, channel_schedule, viewers, viewer_sessions, tracked_channels',
      [],
    );
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  async function storeChannel(fields: Partial<ChannelRecord> = {}): Promise<void> {
    const capturedAt = syncedAt;
    await saveChannel(database, {
      channelId,
      title: 'Lights',
      username: 'lights',
      visibility: 'public',
      source: 'mtproto',
      capturedAt,
      ...fields,
    });
  }
  async function storeSchedule(state: string, read = 0, total: number | null = null): Promise<void> {
    await database.query(
      `INSERT INTO channel_schedule (channel_id, account_id, next_due_at, history_state, history_read, history_total,
         last_synced_at, updated_at) VALUES ($1, 7, $2, $3, $4, $5, $2, $2)`,
      [channelId, syncedAt, state, read, total],
    );
  }
  const report = async (period: '7d' | '30d' | 'all' = '30d') =>
    channelReportSchema.parse(await loadChannelReport(database, channelId, period, now));

  it('are nothing for a channel that is not stored', async () => {
    expect(await loadChannelReport(database, channelId, '30d', now)).toBeNull();
    expect(await loadAudit(database, channelId)).toBeNull();
  });

  it('of a channel without posts say why each figure is missing', async () => {
    await storeChannel();
    const empty = await report();
    expect(empty.engagementRate.terms).toBeUndefined();
    expect(empty).toMatchObject({
      history: { kind: 'queued' },
      postSet: { kind: 'newest-10', n: 0 },
      subscribers: { value: null, n: 0, reason: 'no-history-yet', capturedAt: null, source: null },
      growth7Days: { value: null, reason: 'subscribers-unknown' },
      averageReach: { value: null, n: 0, reason: 'no-posts', coverage: null },
      medianReach: { value: null, reason: 'no-posts' },
      reachPerSubscriber: { value: null, reason: 'no-posts' },
      engagementRate: { value: null, reason: 'no-posts', parts: [] },
      bestPost: null,
      last10: { viewsLast10Posts: { value: null, reason: 'no-posts' } },
      viewsByPost: { postIds: [], publishedAt: [], views: [], isSharedRepost: [] },
      capturedAt: null,
    });
    expect(await report('all')).toMatchObject({ window: { from: now.toISOString(), to: now.toISOString() } });
  });

  it('form every headline from the mature posts of the window', async () => {
    await storeChannel({ subscribers: 1_000 });
    await storeSchedule('complete', 8);
    await savePosts(database, [
      published(0.5, { views: 9_999, forwards: 50 }),
      published(2, {
        views: 100,
        forwards: 5,
        reactions: { '👍': 3 },
        comments: 2,
        text: '\n  Best of all\nmore',
      }),
      published(3, { views: 80, forwards: 1 }),
      published(4, { views: 60 }),
      published(5, { views: 40 }),
      published(6, { views: 20 }),
      published(7, { views: 7_777, deletedAt: syncedAt.toISOString() }),
      published(40, { views: 50_000 }),
    ]);
    const figures = await report();
    // (100 + 80 + 60 + 40 + 20) / 5 = 60; interactions (5 + 3 + 2) + 1 = 11 of 300 views.
    expect(figures).toMatchObject({
      channel: { channelId, title: 'Lights', username: 'lights', visibility: 'public', state: 'active' },
      history: { kind: 'complete', read: 8 },
      postSet: { kind: 'window', n: 5 },
      subscribers: { value: 1_000, n: 1, source: 'mtproto', capturedAt: syncedAt.toISOString() },
      averageReach: { value: 60, n: 5, previous: null, formula: 'average-reach', approximate: false },
      medianReach: { value: 60, n: 5 },
      reachPerSubscriber: { value: 0.06 },
      engagementRate: {
        value: 11 / 300,
        parts: ['reactions', 'forwards', 'comments'],
        terms: { interactions: 11, views: 300 },
      },
      bestPost: { views: 100, excerpt: 'Best of all' },
      capturedAt: syncedAt.toISOString(),
    });
    expect(figures.averageReach).toMatchObject({
      window: { from: '2026-10-31T12:00:00.000Z', to: now.toISOString() },
      coverage: { from: '2026-10-31T12:00:00.000Z', to: syncedAt.toISOString() },
      source: 'mtproto',
    });
    // Six stored posts of the window are drawn, the fresh one included; the deleted one is not.
    expect(figures.viewsByPost.views).toEqual([20, 40, 60, 80, 100, 9_999]);
    expect(figures.viewsByPost.publishedAt.toSorted((a, b) => a - b)).toEqual(
      figures.viewsByPost.publishedAt,
    );
    // The ten newest eligible posts are all seven: fresh and old ones, not the deleted one.
    expect(figures.last10.viewsLast10Posts).toMatchObject({ value: 60_299, n: 7 });
    expect(figures.last10).toMatchObject({
      interactionsPerViewLast10: { terms: { interactions: 61, views: 60_299 } },
      interactionsPerSubscriberLast10: {
        value: 61 / 1_000,
        terms: { interactions: 61, subscribers: 1_000 },
      },
    });
  });

  it('take the ten newest mature posts when the window is poor, and say which span that is', async () => {
    await storeChannel();
    await savePosts(
      database,
      Array.from({ length: 14 }, (_, index) => published(2 + index * 20, { views: index + 1 })),
    );
    const figures = await report('7d');
    expect(figures.postSet).toEqual({ kind: 'newest-10', n: 10 });
    expect(figures.averageReach).toMatchObject({
      value: 5.5,
      window: null,
      coverage: { from: published(182).postedAt, to: published(2).postedAt },
    });
    expect(figures.viewsByPost.views).toEqual([1]);
    expect((await report('all')).postSet).toEqual({ kind: 'window', n: 14 });
  });

  it('leave shared reposts out of averages and mark them in the chart', async () => {
    const other = channelIdSchema.parse('1500000000');
    const forward = { channelId: other, postId: 8, fromName: null, date: '2026-10-01T00:00:00.000Z' };
    await storeChannel();
    await savePosts(database, [
      ...[2, 3, 4, 5, 6].map((days) => published(days, { views: 100 })),
      published(4.5, { views: 90_000, forward }),
      published(5.5, { views: 150, forward: { ...forward, postId: 9 } }),
    ]);
    const figures = await report();
    expect(figures.postSet.n).toBe(6);
    expect(figures.averageReach.value).toBe(650 / 6);
    expect(figures.viewsByPost.isSharedRepost.filter(Boolean)).toHaveLength(1);
    expect(figures.viewsByPost.views[figures.viewsByPost.isSharedRepost.indexOf(true)]).toBe(90_000);
  });

  it('compare a repost with its original when both were read in the same sync', async () => {
    const other = channelIdSchema.parse('1500000000');
    const forward = { channelId: other, postId: 8, fromName: null, date: '2026-10-01T00:00:00.000Z' };
    await storeChannel();
    const posts = [2, 3, 4, 5, 6].map((days) => published(days, { views: 100 }));
    await savePosts(database, [...posts, published(4.5, { views: 120, forward })]);
    expect((await report()).postSet.n).toBe(6);
    await storeChannel({ channelId: other, title: 'Origin', username: 'origin' });
    const original = { channelId: other, postId: 8, views: 121 };
    await savePosts(database, [aPost({ ...original, capturedAt: '2026-11-29T00:00:00.000Z' })]);
    expect((await report()).postSet.n).toBe(6);
    await savePosts(database, [aPost({ ...original, capturedAt: syncedAt.toISOString() })]);
    expect((await report()).postSet.n).toBe(5);
    // The audit must be repeatable from the channel alone: it never looks at originals.
    expect(await loadAudit(database, channelId)).toMatchObject({
      reposts: 1,
      sharedReposts: 0,
      eligiblePosts: 6,
    });
  });

  it('show growth over what was observed, with its coverage', async () => {
    await storeChannel({ subscribers: 14_213 });
    await storeSchedule('reading', 1_200, 1_941);
    const look = (hoursAgo: number, subscribers: number | null): Promise<void> =>
      saveSnapshot(database, {
        channelId,
        capturedAt: new Date(now.getTime() - hoursAgo * 3_600_000),
        subscribers,
        source: 'mtproto',
      });
    await look(0.5, 14_213);
    expect((await report()).growth7Days).toMatchObject({ value: null, reason: 'no-history-yet', n: 0 });
    await look(120, 14_127);
    await look(60, null);
    const figures = await report();
    expect(figures.growth7Days).toMatchObject({
      value: 86,
      n: 2,
      coverage: { from: '2026-11-25T12:00:00.000Z', to: '2026-11-30T11:30:00.000Z' },
      source: 'mtproto',
    });
    expect(figures.history).toEqual({ kind: 'reading', read: 1_200, total: 1_941 });
  });

  it('say that Telegram does not tell subscribers once it was asked', async () => {
    await storeChannel({ subscribers: null });
    await storeSchedule('complete', 1);
    await savePosts(database, [published(3)]);
    expect(await report()).toMatchObject({
      subscribers: { value: null, reason: 'not-told-by-telegram' },
      reachPerSubscriber: { value: null, reason: 'subscribers-unknown' },
      last10: { interactionsPerSubscriberLast10: { value: null, reason: 'subscribers-unknown' } },
    });
  });

  it('name the parts of interactions as the channel allows them', async () => {
    await storeChannel({ hasReactions: false });
    await savePosts(database, [published(3, { forwards: 4, views: 100 })]);
    expect((await report()).engagementRate).toMatchObject({ value: 0.04, parts: ['forwards'] });
  });

  it('list what a viewer tracks, the last one first, without channels that became private', async () => {
    await database.models.viewers.create({
      viewerId: '42',
      firstName: 'Ann',
      language: 'en',
      createdAt: now,
      seenAt: now,
    });
    const ids = ['1900000001', '1900000002', '1900000003'].map((id) => channelIdSchema.parse(id));
    for (const [index, id] of ids.entries()) {
      await storeChannel({
        channelId: id,
        title: `Channel ${index + 1}`,
        visibility: index === 1 ? 'private' : 'public',
        username: index === 1 ? null : `name${index + 1}`,
      });
      await database.models.trackedChannels.create({
        viewerId: '42',
        channelId: id,
        trackedAt: new Date(now.getTime() + index),
      });
    }
    await savePosts(
      database,
      [1.5, 2.5, 3.5].map((days) => published(days, { views: Math.round(days * 10) })),
    );
    const { channels } = channelListSchema.parse(await loadChannelList(database, '42', now));
    expect(channels.map(({ title }) => title)).toEqual(['Channel 3', 'Channel 1']);
    expect(channels[1]).toMatchObject({
      medianReach: { value: 25, n: 3 },
      recentViews: [35, 25, 15],
      history: { kind: 'queued' },
      capturedAt: syncedAt.toISOString(),
    });
    expect(channels[0]).toMatchObject({ medianReach: { value: null }, recentViews: [], capturedAt: null });
    expect(await loadChannelList(database, '43', now)).toEqual({ channels: [] });
  });
});
