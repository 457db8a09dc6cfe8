import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { deleteOldUpdates } from './delete-old-updates.ts';
import { planDueChannels } from './plan-due-channels.ts';

let cluster: TestDatabase;
let database: Database;
const now = new Date('2026-03-29T01:30:00Z');
const minute = 60_000;

beforeAll(async () => {
  cluster = await createTestDatabase();
  database = openDatabase(cluster.url);
  await database.query(
    `INSERT INTO accounts (account_id, kind, heartbeat_at, created_at)
     VALUES (7, 'operator', clock_timestamp() + interval '1 hour', $1)`,
    [now],
  );
});

afterAll(async () => {
  await database.close();
  await cluster.drop();
});

beforeEach(async () => {
  await database.query('DELETE FROM channel_schedule', []);
  await database.query('DELETE FROM graphile_worker._private_jobs', []);
});

async function aSchedule(channelId: number, dueInMs: number): Promise<void> {
  await database.query(
    'INSERT INTO channel_schedule (channel_id, account_id, next_due_at, updated_at) VALUES ($1, 7, $2, $3)',
    [channelId, new Date(now.getTime() + dueInMs), now],
  );
}

function jobs(): Promise<object[]> {
  return database.query<object>(
    'SELECT task_identifier, queue_name, key FROM graphile_worker.jobs ORDER BY key',
    [],
  );
}

describe('the planner', () => {
  it('plans what is due and nothing else, each channel once', async () => {
    await aSchedule(11, -minute);
    await aSchedule(12, 0);
    await aSchedule(13, minute);
    expect(await planDueChannels(database, now)).toBe(2);
    expect(await planDueChannels(database, now)).toBe(0);
    expect(await jobs()).toEqual([
      { task_identifier: 'sync-channel', queue_name: 'mt:7', key: 'sync-channel:11' },
      { task_identifier: 'sync-channel', queue_name: 'mt:7', key: 'sync-channel:12' },
    ]);
  });

  it.each([1, 60, 26 * 60])(
    'catches up once per channel after %i minutes without a tick',
    async (minutes) => {
      await aSchedule(11, 0);
      await aSchedule(12, -minutes * minute);
      const later = new Date(now.getTime() + minutes * minute);
      expect(await planDueChannels(database, later)).toBe(2);
      expect(await jobs()).toHaveLength(2);
      expect(await planDueChannels(database, later)).toBe(0);
    },
  );

  it('adds no second job while the first one waits', async () => {
    await aSchedule(11, 0);
    await planDueChannels(database, now);
    expect(await planDueChannels(database, new Date(now.getTime() + 16 * minute))).toBe(1);
    expect(await jobs()).toHaveLength(1);
  });

  it('takes each channel once when many planners run at the same time', async () => {
    for (let channelId = 1; channelId <= 60; channelId += 1) await aSchedule(channelId, -channelId);
    const planned = await Promise.all(Array.from({ length: 5 }, () => planDueChannels(database, now)));
    expect(planned.reduce((sum, n) => sum + n, 0)).toBe(60);
    expect(await jobs()).toHaveLength(60);
  });

  it('catches up on more channels than one batch holds', async () => {
    await database.query(
      `INSERT INTO channel_schedule (channel_id, account_id, next_due_at, updated_at)
       SELECT id, 7, $1, $1 FROM generate_series(1, 1200) AS id`,
      [now],
    );
    expect(await planDueChannels(database, now)).toBe(1_200);
  });
});

describe('the retention of updates', () => {
  it('deletes what has been done for more than 48 h and keeps everything else', async () => {
    const hours = (n: number): Date => new Date(now.getTime() - n * 3_600_000);
    const rows: [number, string, Date | null][] = [
      [1, 'done', hours(49)],
      [2, 'done', hours(47)],
      [3, 'waiting', null],
      [4, 'quarantined', null],
    ];
    for (const [id, state, doneAt] of rows) {
      await database.query(
        `INSERT INTO updates_inbox (update_id, queue_key, payload, received_at, state, done_at)
         VALUES ($1, 'q', '{}', $2, $3, $4)`,
        [id, hours(50), state, doneAt],
      );
    }
    expect(await deleteOldUpdates(database, now)).toBe(1);
    const left = await database.query('SELECT update_id FROM updates_inbox ORDER BY update_id', []);
    expect(left).toEqual([{ update_id: '2' }, { update_id: '3' }, { update_id: '4' }]);
  });
});
