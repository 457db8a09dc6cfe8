import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { aPost } from '#server/analytics/a-post.ts';
import { type Database, openDatabase } from '../database.ts';
import { loadChannelDays } from './load-channel-days.ts';
import { loadChannelHours } from './load-channel-hours.ts';
import { loadTopPosts } from './load-top-posts.ts';
import { savePosts } from './save-posts.ts';
import { saveSnapshot } from './save-snapshot.ts';

const channelId = channelIdSchema.parse('1900000001');

describe('the rollups', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
  });
  beforeEach(async () => {
    await database.query('TRUNCATE posts, channel_snapshots, channel_days, channel_hours', []);
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  const save = (at: string, subscribers: number | null): Promise<void> =>
    saveSnapshot(database, { channelId, capturedAt: new Date(at), subscribers, source: 'mtproto' });
  const days = async (): Promise<unknown[][]> =>
    (await loadChannelDays(database, channelId, '2026-11-01', '2026-12-31')).map((day) => [
      day.day,
      day.subscribers,
      day.views,
    ]);

  it('hold the last subscribers that are known of each day and hour (UTC)', async () => {
    await save('2026-11-01T00:05:00.000Z', 100);
    await save('2026-11-01T00:50:00.000Z', 101);
    await save('2026-11-01T02:10:00.000Z', 103);
    await save('2026-11-01T02:40:00.000Z', null);
    await save('2026-11-30T23:59:59.999Z', 130);
    await save('2026-12-01T00:00:00.000Z', 131);
    expect(await days()).toEqual([
      ['2026-11-01', 103, null],
      ['2026-11-30', 130, null],
      ['2026-12-01', 131, null],
    ]);
    const [november, december] = await loadChannelHours(database, channelId, '2026-11-01', '2026-12-01');
    expect(november?.subscribers.slice(0, 4)).toEqual([101, null, 103, null]);
    expect(november?.subscribers).toHaveLength(30 * 24);
    expect(november?.subscribers.at(-1)).toBe(130);
    expect(december).toEqual({ month: '2026-12-01', subscribers: [131] });
  });

  it('are counted anew when a snapshot comes late, and do not go back to it', async () => {
    await save('2026-11-01T05:30:00.000Z', 200);
    await save('2026-11-01T05:10:00.000Z', 190);
    await save('2026-11-01T03:00:00.000Z', 150);
    expect(await days()).toEqual([['2026-11-01', 200, null]]);
    const [month] = await loadChannelHours(database, channelId, '2026-11-01', '2026-11-01');
    expect(month?.subscribers).toEqual([null, null, null, 150, null, 200]);
  });

  it('find the best posts of a month over all channels, deleted ones and others left out', async () => {
    const other = channelIdSchema.parse('1900000002');
    const at = '2026-11-10T12:00:00.000Z';
    await savePosts(database, [
      aPost({ channelId, postId: 1, shownId: 1, postedAt: at, views: 5 }),
      aPost({ channelId, postId: 2, shownId: 2, postedAt: at, views: null }),
      aPost({ channelId, postId: 3, shownId: 3, postedAt: at, views: 900, deletedAt: at }),
      aPost({ channelId, postId: 4, shownId: 4, postedAt: '2026-10-31T23:59:59.000Z', views: 800 }),
      aPost({ channelId, postId: 5, shownId: 5, postedAt: '2026-11-30T23:59:59.000Z', views: 7 }),
    ]);
    await savePosts(database, [
      aPost({ channelId: other, postId: 1, shownId: 1, postedAt: '2026-11-01T00:00:00.000Z', views: 6 }),
    ]);
    expect(await loadTopPosts(database, '2026-11-01', '2026-11-30', 2)).toEqual([
      { channelId, postId: 5, views: 7 },
      { channelId: other, postId: 1, views: 6 },
    ]);
    expect(await loadTopPosts(database, '2026-11-01', '2026-11-30', 50)).toHaveLength(3);
  });
});
