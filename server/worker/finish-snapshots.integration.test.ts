import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { aPost } from '#server/analytics/a-post.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { savePosts } from '#server/db/queries/save-posts.ts';
import { saveSnapshot } from '#server/db/queries/save-snapshot.ts';
import { finishSnapshots } from './finish-snapshots.ts';

const channelId = channelIdSchema.parse('1900000001');
const now = new Date('2026-11-20T12:00:00.000Z');

describe('finishSnapshots', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  const snapshotAt = (at: string, id = channelId): Promise<void> =>
    saveSnapshot(database, {
      channelId: id,
      capturedAt: new Date(at),
      subscribers: 1_000,
      source: 'mtproto',
    });

  it('adds the figures over the ten newest posts to the newest snapshot alone, once', async () => {
    await saveChannel(database, {
      ...{ channelId, title: 'Lights', username: null, visibility: 'private', state: 'active', about: null },
      ...{ linkedChatId: null, subscribers: 1_000, hasReactions: true, source: 'mtproto', capturedAt: now },
    });
    await savePosts(
      database,
      Array.from({ length: 12 }, (_, index) =>
        aPost({
          ...{ channelId, postId: index + 1, shownId: index + 1, views: 100 * (index + 1), forwards: 2 },
          ...{ comments: null, reactions: { '👍': 3 }, capturedAt: now.toISOString() },
          postedAt: new Date(now.getTime() - (12 - index) * 3_600_000).toISOString(),
        }),
      ),
    );
    await snapshotAt('2026-11-20T11:45:00.000Z');
    await snapshotAt('2026-11-20T11:52:00.000Z');
    await snapshotAt('2026-11-20T11:59:30.000Z');
    expect(await finishSnapshots(database, now)).toBe(1);
    expect(
      await database.query(
        `SELECT views_last_10_posts AS views, avg_views_per_post AS mean, er_last_10_posts AS er,
           err_last_10_posts AS err, online FROM channel_snapshots WHERE channel_id = $1 ORDER BY captured_at`,
        [channelId],
      ),
    ).toEqual([
      { views: null, mean: null, er: null, err: null, online: null },
      { views: null, mean: null, er: null, err: null, online: null },
      // Posts 3 to 12: 300 + … + 1200 views, 10 × (2 forwards + 3 reactions) interactions.
      { views: '7500', mean: 750, er: 5, err: expect.closeTo(50 / 75, 10), online: null },
    ]);
    expect(await finishSnapshots(database, now)).toBe(0);
  });

  it('leaves a snapshot without posts as it is', async () => {
    await snapshotAt('2026-11-20T11:59:40.000Z', channelIdSchema.parse('1900000002'));
    expect(await finishSnapshots(database, now)).toBe(0);
  });
});
