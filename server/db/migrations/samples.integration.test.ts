import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '../database.ts';
import { migrateDatabase, revertMigrations } from '../migrate.ts';

describe('the step to partitions of channel snapshots', () => {
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

  const load = (): Promise<object[]> =>
    database.query(
      `SELECT channel_id, captured_at, subscribers, source FROM channel_snapshots
       ORDER BY channel_id, captured_at`,
      [],
    );

  it('keeps every snapshot on the way up and down, and counts the days that are there', async () => {
    await revertMigrations(place.url, { to: '0010-samples' });
    await database.query(
      `INSERT INTO channel_snapshots (channel_id, captured_at, subscribers, source) VALUES
         (7, '2025-12-31T23:59:59.999Z', 10, 'mtproto'), (7, '2026-11-20T10:00:00Z', 11, 'bot_api'),
         (7, '2026-11-20T11:00:00Z', 12, 'mtproto'), (7, '2026-11-20T12:00:00Z', NULL, 'mtproto'),
         (8, '2026-11-20T10:00:00Z', NULL, 'mtproto')`,
      [],
    );
    const before = await load();
    await migrateDatabase(place.url);
    expect(await load()).toEqual(before);
    expect(before).toHaveLength(5);
    expect(
      await database.query(
        'SELECT channel_id, day::text AS day, subscribers FROM channel_days ORDER BY day',
        [],
      ),
    ).toEqual([
      { channel_id: '7', day: '2025-12-31', subscribers: 10 },
      { channel_id: '7', day: '2026-11-20', subscribers: 12 },
    ]);
    await revertMigrations(place.url, { to: '0010-samples' });
    expect(await load()).toEqual(before);
  });
});
