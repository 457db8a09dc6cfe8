import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import type { Message } from '#contract/post.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { aMessage } from '#server/analytics/a-message.ts';
import { buildPosts } from '#server/analytics/build-posts.ts';
import { type Database, openDatabase } from '../database.ts';
import { loadAlbums } from './load-albums.ts';
import { loadPostVersions } from './load-post-versions.ts';
import { savePostVersions } from './save-post-versions.ts';
import { savePosts } from './save-posts.ts';

const channelId = channelIdSchema.parse('1900000001');
const noon = '2026-11-20T12:00:00.000Z';
const [first, second, third] = ['12:10', '12:20', '12:30'].map((time) => `2026-11-20T${time}:00.000Z`);

describe('savePostVersions', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
  });
  beforeEach(async () => {
    await database.query('TRUNCATE posts, post_versions', []);
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  /** Saves a page as a reading does. */
  async function read(messages: Partial<Message>[], capturedAt = ''): Promise<void> {
    const page = messages.map((message) => aMessage({ channelId, ...message }));
    const groups = page.map(({ groupedId }) => groupedId).filter((id) => id !== null);
    const posts = buildPosts(page, capturedAt, await loadAlbums(database, channelId, groups));
    await savePostVersions(database, posts);
    await savePosts(database, posts);
  }

  it('keeps what a post said, when that ended, and whether people see a mark of the edit', async () => {
    await read([{ messageId: 1, text: 'one' }], first);
    await read([{ messageId: 1, text: 'two', editedAt: noon }], second);
    await read([{ messageId: 1, text: 'three', editedAt: second ?? null, isEditHidden: true }], third);
    const kept = await loadPostVersions(database, channelId, 1);
    expect(
      kept.map(({ text, replacedAt, editedAt, isEditHidden }) => ({
        ...{ text, replacedAt: replacedAt.toISOString(), editedAt: editedAt?.toISOString(), isEditHidden },
      })),
    ).toEqual([
      { text: 'one', replacedAt: second, editedAt: noon, isEditHidden: false },
      { text: 'two', replacedAt: third, editedAt: second, isEditHidden: true },
    ]);
  });

  it('keeps nothing of an edit that changed no words, of the same page again, and of an older page', async () => {
    await read([{ messageId: 1, text: 'one', mediaKind: null }], second);
    await read(
      [{ messageId: 1, text: 'one', mediaKind: 'webpage', editedAt: noon, isEditHidden: true }],
      third,
    );
    await read([{ messageId: 1, text: 'older', editedAt: '2026-11-20T11:00:00.000Z' }], first);
    expect(await loadPostVersions(database, channelId, 1)).toEqual([]);
    const edited = [{ messageId: 1, text: 'two', editedAt: third ?? null }];
    await read(edited, third);
    await read(edited, third);
    expect(await loadPostVersions(database, channelId, 1)).toHaveLength(1);
  });

  it('sees an album grow without taking it for an edit, and keeps the one caption that changed', async () => {
    const part = (messageId: number, text: string): Partial<Message> => ({
      ...{ messageId, text, groupedId: '99', mediaKind: 'photo', editedAt: noon },
    });
    await read([part(2, '')], first);
    await read([part(2, ''), part(3, 'caption')], second);
    expect(await loadPostVersions(database, channelId, 2)).toEqual([]);
    await read([part(2, ''), { ...part(3, 'other'), editedAt: second ?? null }], third);
    expect(await loadPostVersions(database, channelId, 2)).toMatchObject([
      { messageId: 3, text: 'caption', mediaKind: 'photo', source: 'mtproto' },
    ]);
  });
});
