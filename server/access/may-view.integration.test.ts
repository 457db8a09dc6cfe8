import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { saveChannelState } from '#server/db/queries/save-channel-state.ts';
import { mayView } from './may-view.ts';

const channelId = channelIdSchema.parse('1900000001');
const capturedAt = new Date('2026-11-20T00:00:00.000Z');
const viewer = { viewerId: '42' };

describe('mayView', () => {
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

  it('hides a channel that is not stored', async () => {
    expect(await mayView(database, viewer, channelIdSchema.parse('1'))).toEqual({ kind: 'hidden' });
  });

  it('shows a public channel to any viewer, also one that is gone', async () => {
    await saveChannel(database, {
      channelId,
      title: 'Lights',
      username: 'lights',
      visibility: 'public',
      source: 'mtproto',
      capturedAt,
    });
    expect(await mayView(database, viewer, channelId)).toMatchObject({
      kind: 'visible',
      channel: { channelId, title: 'Lights', username: 'lights', subscribers: null },
    });
    await saveChannelState(database, channelId, 'gone');
    expect((await mayView(database, viewer, channelId)).kind).toBe('visible');
  });

  it('hides a channel from the reading on that found it private', async () => {
    await saveChannel(database, {
      channelId,
      title: 'Lights',
      username: null,
      visibility: 'private',
      source: 'mtproto',
      capturedAt: new Date(capturedAt.getTime() + 1),
    });
    expect(await mayView(database, viewer, channelId)).toEqual({ kind: 'hidden' });
  });
});
