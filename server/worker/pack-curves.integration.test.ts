import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import type { Post } from '#contract/post.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { aPost } from '#server/analytics/a-post.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { loadChannelDays } from '#server/db/queries/load-channel-days.ts';
import { loadPostCurve } from '#server/db/queries/load-post-curves.ts';
import { loadStoredCurves } from '#server/db/queries/load-stored-curves.ts';
import { savePostSamples } from '#server/db/queries/save-post-samples.ts';
import { savePosts } from '#server/db/queries/save-posts.ts';
import { toReading } from '#server/series/to-reading.ts';
import { packChannel, packCurves } from './pack-curves.ts';

const channelId = channelIdSchema.parse('1900000001');

/** A reading of post 1, published on the 20th at 12:00, and of post 2, an old one. */
function read(capturedAt: string, views: number | null, changes: Partial<Post> = {}): Post[] {
  const common = { channelId, capturedAt, comments: null, reactions: { '👍': 2 }, ...changes };
  return [
    aPost({ ...common, postId: 1, shownId: 1, postedAt: '2026-11-20T12:00:00.000Z', views }),
    aPost({ ...common, postId: 2, shownId: 2, postedAt: '2026-10-01T00:00:00.000Z', views: 900 }),
  ];
}

const seconds = (instant: string): number => Date.parse(instant) / 1_000;

describe('the series of posts', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
  });
  beforeEach(async () => {
    await database.query('TRUNCATE posts, post_samples, post_curves, channel_days', []);
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  const save = (posts: Post[]): Promise<number[]> =>
    database.transaction(async (connection) => {
      const refused = await savePostSamples(connection, channelId, posts.map(toReading));
      await savePosts(connection, posts);
      return refused;
    });
  const views = async (postId: number): Promise<[number, number | null][]> =>
    (await loadPostCurve(database, channelId, postId)).map((sample) => [sample.at, sample.views]);
  const days = (): Promise<object[]> => loadChannelDays(database, channelId, '2026-11-01', '2026-11-30');
  const freshRows = async (): Promise<number> =>
    (await database.query('SELECT 1 FROM post_samples WHERE channel_id = $1', [channelId])).length;

  it('is one curve before packing, after it, and when more is read', async () => {
    await save(read('2026-11-20T12:10:00.400Z', 50));
    await save(read('2026-11-20T12:25:00.000Z', 70));
    const curve = [
      [seconds('2026-11-20T12:10:00Z'), 50],
      [seconds('2026-11-20T12:25:00Z'), 70],
    ];
    expect(await views(1)).toEqual(curve);
    expect(await packChannel(database, channelId)).toBe(2);
    expect(await freshRows()).toBe(0);
    expect(await views(1)).toEqual(curve);
    await save(read('2026-11-21T00:05:00.000Z', 71));
    expect(await views(1)).toEqual([...curve, [seconds('2026-11-21T00:05:00Z'), 71]]);
    expect(await loadPostCurve(database, channelId, 3)).toEqual([]);
  });

  it('keeps nothing said apart from zero, and a count that falls', async () => {
    await save(read('2026-11-20T12:10:00.000Z', 50));
    await save(read('2026-11-20T12:25:00.000Z', null));
    await save(read('2026-11-20T12:40:00.000Z', 0));
    await packChannel(database, channelId);
    expect((await views(1)).map(([, count]) => count)).toEqual([50, null, 0]);
    const [sample] = await loadPostCurve(database, channelId, 1);
    expect(sample).toMatchObject({ comments: null, reactions: 2 });
  });

  it('stores the same readings once, however often they come, packed or not', async () => {
    const page = read('2026-11-20T12:10:00.000Z', 50);
    await save(page);
    await save(page);
    expect(await freshRows()).toBe(1);
    await packChannel(database, channelId);
    const before = await days();
    await save(page);
    await packChannel(database, channelId);
    expect(await views(1)).toEqual([[seconds('2026-11-20T12:10:00Z'), 50]]);
    expect(await days()).toEqual(before);
  });

  it('keeps of unchanged readings the first and the last time', async () => {
    for (const minute of [10, 20, 30, 40, 50]) await save(read(`2026-11-20T12:${minute}:00.000Z`, 50));
    await packChannel(database, channelId);
    expect(await views(1)).toEqual([
      [seconds('2026-11-20T12:10:00Z'), 50],
      [seconds('2026-11-20T12:50:00Z'), 50],
    ]);
  });

  it('puts a reading that comes late into its place, raises the revision and counts the days anew', async () => {
    await save(read('2026-11-20T12:10:00.000Z', 50));
    await save(read('2026-11-22T12:00:00.000Z', 200));
    await packChannel(database, channelId);
    expect(await days()).toMatchObject([
      { day: '2026-11-20', views: 50 },
      { day: '2026-11-22', views: 150 },
    ]);
    await save(read('2026-11-21T12:00:00.000Z', 120));
    await packChannel(database, channelId);
    expect((await views(1)).map(([, count]) => count)).toEqual([50, 120, 200]);
    expect((await loadStoredCurves(database, channelId, [1]))[0]?.revision).toBe(2);
    expect(await days()).toMatchObject([
      { day: '2026-11-20', views: 50 },
      { day: '2026-11-21', views: 70 },
      { day: '2026-11-22', views: 80 },
    ]);
  });

  it('counts a day with the reading itself, as packing counts it again', async () => {
    await save(read('2026-11-20T12:10:00.000Z', 50));
    await save(read('2026-11-20T13:10:00.000Z', 90, { reactions: { '👍': 2, '🔥': 5 } }));
    const expected = [
      { day: '2026-11-20', subscribers: null, views: 90, forwards: 3, comments: null, reactions: 12 },
    ];
    const written = await days();
    await packChannel(database, channelId);
    expect(await days()).toEqual(written);
    expect(written).toMatchObject([{ ...expected[0], forwards: expect.any(Number) }]);
  });

  it('keeps which emoji it were, where that changed', async () => {
    const fire = { '👍': 2, '🔥': 5 };
    await save(read('2026-11-20T12:10:00.000Z', 50));
    await save(read('2026-11-20T12:20:00.000Z', 60));
    await packChannel(database, channelId);
    await save(read('2026-11-20T12:30:00.000Z', 60, { reactions: fire }));
    await packChannel(database, channelId);
    const [stored] = await loadStoredCurves(database, channelId, [1]);
    expect(stored?.breakdowns.map(({ at, counts }) => [at, counts])).toEqual([
      [seconds('2026-11-20T12:10:00Z'), { '👍': 2 }],
      [seconds('2026-11-20T12:30:00Z'), fire],
    ]);
  });

  it('refuses counts that no series can hold, and saves the other posts of the page', async () => {
    const page = read('2026-11-20T12:10:00.000Z', 50).map(toReading);
    const broken = page.map((reading, index) => (index === 0 ? { ...reading, views: -1 } : reading));
    expect(await savePostSamples(database, channelId, broken)).toEqual([1]);
    expect(await views(1)).toEqual([]);
    expect((await views(2)).map(([, count]) => count)).toEqual([900]);
  });

  it('loses and doubles nothing when packers and readers meet', async () => {
    const minutes = Array.from({ length: 30 }, (_, index) => String(index + 10));
    const readAll = minutes.map((minute, index) => read(`2026-11-20T12:${minute}:00.000Z`, index));
    const pack = (): Promise<number> => packChannel(database, channelId).catch(() => 0);
    const packing = [pack(), pack()];
    for (const [index, page] of readAll.entries()) {
      await save(page);
      if (index % 4 === 0) packing.push(pack());
      expect((await views(1)).map(([, count]) => count)).toEqual(
        Array.from({ length: index + 1 }, (_, count) => count),
      );
    }
    await Promise.all(packing);
    await packChannel(database, channelId);
    expect((await views(1)).map(([, count]) => count)).toEqual(readAll.map((_, index) => index));
    expect(await freshRows()).toBe(0);
  });

  it('packs a channel once enough was read or the oldest has waited long', async () => {
    const now = new Date('2026-11-20T13:00:00.000Z');
    await save(read('2026-11-20T12:10:00.000Z', 50));
    expect(await packCurves(database, now)).toBe(0);
    expect(await packCurves(database, new Date(now.getTime() + 6 * 3_600_000))).toBe(1);
    for (let index = 0; index < 24; index += 1) await save(read(`2026-11-20T12:${index + 20}:00.000Z`, 60));
    expect(await packCurves(database, now)).toBe(24);
  });
});
