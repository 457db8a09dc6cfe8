import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { loadChannelDays } from '#server/db/queries/load-channel-days.ts';
import { loadSnapshots } from '#server/db/queries/load-snapshots.ts';
import { saveSnapshot } from '#server/db/queries/save-snapshot.ts';
import { applyRetention } from './apply-retention.ts';
import { makePartitions } from './make-partitions.ts';

const channelId = channelIdSchema.parse('1900000001');

describe('the partitions of channel snapshots', () => {
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

  const save = (at: string, subscribers: number): Promise<void> =>
    saveSnapshot(database, { channelId, capturedAt: new Date(at), subscribers, source: 'mtproto' });
  const rowsByPartition = (): Promise<object[]> =>
    database.query(
      `SELECT tableoid::regclass::text AS partition, count(*)::int AS rows
       FROM channel_snapshots GROUP BY 1 ORDER BY 1`,
      [],
    );
  const subscribers = async (): Promise<number[]> =>
    (await loadSnapshots(database, channelId, new Date(0))).map((snapshot) => snapshot.subscribers);

  it('are made ahead, take over what came before them, and are made once', async () => {
    await save('2026-11-30T23:59:59.999Z', 10);
    await save('2026-12-01T00:00:00.000Z', 11);
    await save('2027-03-05T00:00:00.000Z', 12);
    const now = new Date('2026-11-20T12:00:00.000Z');
    const made = await Promise.all([makePartitions(database, now), makePartitions(database, now)]);
    await makePartitions(database, now);
    expect(made.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(3);
    expect(await rowsByPartition()).toEqual([
      { partition: 'channel_snapshots_2026_11', rows: 1 },
      { partition: 'channel_snapshots_2026_12', rows: 1 },
      { partition: 'channel_snapshots_rest', rows: 1 },
    ]);
    expect(await makePartitions(database, now)).toBe(0);
    await save('2027-01-31T12:00:00.000Z', 13);
    expect(await subscribers()).toEqual([10, 11, 13, 12]);
    expect(await rowsByPartition()).toContainEqual({ partition: 'channel_snapshots_2027_01', rows: 1 });
  });

  it('end 400 days after their month, and the days they were counted into stay', async () => {
    await save('2025-01-05T00:00:00.000Z', 5);
    await applyRetention(database, new Date('2027-12-31T00:00:00.000Z'));
    // 400 days before is the 26th of November 2026: its month is still needed.
    expect(await subscribers()).toEqual([10, 11, 13, 12]);
    await applyRetention(database, new Date('2028-01-06T00:00:00.000Z'));
    expect(await subscribers()).toEqual([11, 13, 12]);
    const days = await loadChannelDays(database, channelId, '2025-01-01', '2028-01-01');
    expect(days.map((day) => [day.day, day.subscribers])).toEqual([
      ['2025-01-05', 5],
      ['2026-11-30', 10],
      ['2026-12-01', 11],
      ['2027-01-31', 13],
      ['2027-03-05', 12],
    ]);
  });

  it('deletes of the other tables what is too old, and nothing younger', async () => {
    const insert = (event: string, at: string): Promise<object[]> =>
      database.query(
        "INSERT INTO audit_log (happened_at, actor, event, subject) VALUES ($1, 'cli', $2, 'none')",
        [new Date(at), event],
      );
    await insert('old', '2026-11-01T00:00:00.000Z');
    await insert('young', '2027-12-01T00:00:00.000Z');
    expect(await applyRetention(database, new Date('2028-01-07T00:00:00.000Z'))).toBe(1);
    expect(await database.query('SELECT event FROM audit_log', [])).toEqual([{ event: 'young' }]);
  });
});
