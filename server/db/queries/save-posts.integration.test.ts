import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import type { Post } from '#contract/post.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { aMessage } from '#server/analytics/a-message.ts';
import { aPost } from '#server/analytics/a-post.ts';
import { buildPosts } from '#server/analytics/build-posts.ts';
import { type Database, openDatabase } from '../database.ts';
import { loadAlbums } from './load-albums.ts';
import { loadPosts } from './load-posts.ts';
import { savePosts } from './save-posts.ts';

const channelId = channelIdSchema.parse('1900000001');

describe('savePosts', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
  });
  beforeEach(async () => {
    await database.query('TRUNCATE posts', []);
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  it('gives back exactly what was stored, ids above 2^53, emoji and nulls included', async () => {
    const posts: Post[] = buildPosts(
      [
        aMessage({
          messageId: 1,
          text: 'Тест 🌌 "quoted" \\ back',
          entities: [{ type: 'CustomEmoji', offset: 5, length: 2, customEmojiId: '5368324170671202286' }],
          editedAt: '2026-11-01T13:00:00.000Z',
          mediaKind: 'photo',
          author: 'Anna',
          forward: {
            channelId: channelIdSchema.parse('1234'),
            postId: 7,
            fromName: null,
            date: '2026-10-01T00:00:00.000Z',
          },
          comments: 3,
          reactions: { '👍': 4, 'custom:5368324170671202286': 1 },
          paidReactions: 9,
        }),
        aMessage({
          messageId: 2,
          groupedId: '9223372036854775807',
          views: null,
          forwards: null,
          reactions: null,
        }),
        aMessage({ messageId: 3, groupedId: '9223372036854775807' }),
      ],
      '2026-11-30T10:20:30.456Z',
    );
    await savePosts(database, posts);
    expect(await loadPosts(database, channelId)).toEqual(posts);
  });

  it('stores SQL nulls, so that "no forward" can be asked for', async () => {
    await savePosts(database, [aPost({ reactions: null, forward: null })]);
    expect(
      await database.query('SELECT 1 FROM posts WHERE forward IS NULL AND reactions IS NULL', []),
    ).toHaveLength(1);
  });

  it('never lets an older reading overwrite a newer one', async () => {
    const older = aPost({ views: 10, capturedAt: '2026-11-20T00:00:00.000Z' });
    const newer = aPost({ views: 20, capturedAt: '2026-11-21T00:00:00.000Z' });
    await savePosts(database, [newer]);
    await savePosts(database, [older]);
    expect(await loadPosts(database, channelId)).toEqual([newer]);
    const newest = aPost({ views: 19, capturedAt: '2026-11-22T00:00:00.000Z' });
    await savePosts(database, [newest]);
    expect(await loadPosts(database, channelId)).toEqual([newest]);
  });

  it('merges an album whose messages come on two pages, and reading both again changes nothing', async () => {
    const group = '13844631442285753';
    const pages = [
      [
        aMessage({ messageId: 13, groupedId: group, views: 5 }),
        aMessage({ messageId: 12, groupedId: group, text: 'b' }),
      ],
      [aMessage({ messageId: 11, groupedId: group, views: 300, text: 'a' }), aMessage({ messageId: 10 })],
    ];
    const readPages = async (): Promise<void> => {
      for (const page of pages) {
        await database.transaction(async (connection) => {
          const existing = await loadAlbums(connection, channelId, [group]);
          await savePosts(connection, buildPosts(page, '2026-11-30T00:00:00.000Z', existing));
        });
      }
    };
    await readPages();
    const posts = await loadPosts(database, channelId);
    expect(posts.map(({ postId, shownId, text, views }) => [postId, shownId, text, views])).toEqual([
      [10, 10, '', 100],
      [12, 11, 'a', 300],
    ]);
    await readPages();
    expect(await loadPosts(database, channelId)).toEqual(posts);
  });

  it('keeps nothing of a transaction that fails', async () => {
    const failing = database.transaction(async (connection) => {
      await savePosts(connection, [aPost()]);
      throw new Error('killed here');
    });
    await expect(failing).rejects.toThrow('killed here');
    expect(await loadPosts(database, channelId)).toEqual([]);
  });

  it('stores thousands of messages page by page within seconds', async () => {
    const text = 'Northern lights are expected tonight over most of the coast. '.repeat(6);
    const messages = Array.from({ length: 6_000 }, (_, index) =>
      aMessage({
        messageId: index + 1,
        text,
        entities: [{ type: 'Bold', offset: 0, length: 8 }],
        mediaKind: 'photo',
        reactions: { '👍': index, '❤': 3 },
        groupedId: index % 10 < 2 ? String(10n ** 16n + BigInt(Math.floor(index / 10))) : null,
      }),
    ).toReversed();
    const startedAt = performance.now();
    for (let start = 0; start < messages.length; start += 100) {
      const page = messages.slice(start, start + 100);
      const groups = [...new Set(page.map(({ groupedId }) => groupedId).filter((id) => id !== null))];
      await database.transaction(async (connection) => {
        const existing = await loadAlbums(connection, channelId, groups);
        await savePosts(connection, buildPosts(page, '2026-11-30T00:00:00.000Z', existing));
      });
    }
    const elapsedMs = performance.now() - startedAt;
    const [counted] = await database.query<{ posts: number }>('SELECT count(*)::int AS posts FROM posts', []);
    expect(counted?.posts).toBe(5_400);
    expect(elapsedMs).toBeLessThan(8_000);
  });
});
