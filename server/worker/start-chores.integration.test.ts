import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { createLog } from '#server/log.ts';
import { startChores } from './start-chores.ts';

describe('startChores', () => {
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

  it('has the partitions of three months made when a worker begins', async () => {
    const chores = startChores(database, createLog('worker', 'silent'), new Registry());
    try {
      await vi.waitFor(
        async () => {
          const partitions = await database.query(
            "SELECT 1 FROM pg_inherits WHERE inhparent = 'channel_snapshots'::regclass",
            [],
          );
          expect(partitions).toHaveLength(4);
        },
        { timeout: 20_000, interval: 100 },
      );
    } finally {
      await chores.stop();
    }
  });
});
