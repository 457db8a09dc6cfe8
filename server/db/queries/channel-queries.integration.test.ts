import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '../database.ts';
import { addHistoryJob } from './add-history-job.ts';
import { addJob, jobPriority } from './add-job.ts';
import { addSyncJob } from './add-sync-job.ts';
import { findChannelByName } from './find-channel-by-name.ts';
import { loadAccessHash } from './load-access-hash.ts';
import { loadChannel } from './load-channel.ts';
import { loadSchedule } from './load-schedule.ts';
import { loadSnapshots } from './load-snapshots.ts';
import { type ChannelRecord, saveChannel } from './save-channel.ts';
import { saveChannelAccess } from './save-channel-access.ts';
import { saveChannelNames } from './save-channel-names.ts';
import { saveSnapshot } from './save-snapshot.ts';
import { scheduleChannel } from './schedule-channel.ts';

const channelId = channelIdSchema.parse('1900000001');
const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 20, 0, minute));

function aChannel(fields: Partial<ChannelRecord> = {}): ChannelRecord {
  return {
    channelId,
    title: 'Lights',
    username: 'Lights',
    visibility: 'public',
    source: 'mtproto',
    capturedAt: at(0),
    ...fields,
  };
}

describe('the questions about channels', () => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
    await database.query(
      `INSERT INTO accounts (account_id, kind, telegram_user_id, created_at) VALUES (7, 'operator', 700, $1)`,
      [at(0)],
    );
  });
  afterAll(async () => {
    await database.close();
    await place.drop();
  });

  it('keep what a later source was not asked for, and take null for an answer', async () => {
    await saveChannel(
      database,
      aChannel({ about: 'Sky', subscribers: 100, hasReactions: true, linkedChatId: '55' }),
    );
    await saveChannel(database, aChannel({ title: 'Northern Lights', capturedAt: at(1) }));
    expect(await loadChannel(database, channelId)).toMatchObject({
      title: 'Northern Lights',
      about: 'Sky',
      subscribers: 100,
      hasReactions: true,
      capturedAt: at(1),
      firstSeenAt: at(0),
    });
    await saveChannel(database, aChannel({ subscribers: null, capturedAt: at(2) }));
    expect(await loadChannel(database, channelId)).toMatchObject({
      title: 'Lights',
      subscribers: null,
      about: 'Sky',
    });
  });

  it('never let an older description of a channel overwrite a newer one', async () => {
    await saveChannel(database, aChannel({ title: 'Newer', capturedAt: at(10) }));
    await saveChannel(database, aChannel({ title: 'Older', capturedAt: at(9) }));
    expect((await loadChannel(database, channelId))?.title).toBe('Newer');
  });

  it('find a name in any case, until the channel has it no more', async () => {
    await saveChannelNames(database, { usernames: ['LightS', 'aurora'], channelId, resolvedAt: at(0) });
    expect(await findChannelByName(database, 'lIghts')).toBe(channelId);
    await saveChannelNames(database, { usernames: ['Aurora'], channelId, resolvedAt: at(1) });
    expect(await findChannelByName(database, 'lights')).toBeNull();
    expect(await findChannelByName(database, 'aurora')).toBe(channelId);
  });

  it('leave a name with the channel that a later look found it at', async () => {
    const other = channelIdSchema.parse('77');
    await saveChannelNames(database, { usernames: ['lights'], channelId: other, resolvedAt: at(5) });
    await saveChannelNames(database, { usernames: ['lights'], channelId, resolvedAt: at(1) });
    expect(await findChannelByName(database, 'lights')).toBe(other);
  });

  it('keep an access hash with its sign, for its account only', async () => {
    const accessHash = '-9223372036854775808';
    await saveChannelAccess(database, { accountId: '7', channelId, accessHash, capturedAt: at(0) });
    expect(await loadAccessHash(database, '7', channelId)).toBe(accessHash);
    expect(await loadAccessHash(database, '8', channelId)).toBeNull();
  });

  it('give the known snapshots of a time, ascending, each instant once', async () => {
    for (const [minute, subscribers] of [
      [5, 50],
      [1, 10],
      [3, null],
      [5, 51],
    ] as const) {
      await saveSnapshot(database, { channelId, capturedAt: at(minute), subscribers, source: 'mtproto' });
    }
    const snapshots = await loadSnapshots(database, channelId, at(1));
    expect(snapshots.map(({ subscribers }) => subscribers)).toEqual([10, 50]);
    expect(await loadSnapshots(database, channelId, at(2))).toHaveLength(1);
  });

  it('schedule a channel once, and begin a reading anew only after it failed', async () => {
    const channel = { channelId, accountId: '7' };
    expect(await scheduleChannel(database, { ...channel, now: at(0) })).toEqual({ isHistoryWanted: true });
    expect(await loadSchedule(database, channelId)).toMatchObject({
      historyState: 'queued',
      nextDueAt: at(0),
      lastSyncedAt: null,
    });
    const set = (state: string): Promise<object[]> =>
      database.query(
        `UPDATE channel_schedule SET history_state = $1, history_error = 'CHANNEL_PRIVATE', history_offset_id = 42`,
        [state],
      );
    await set('failed');
    expect(await scheduleChannel(database, { ...channel, now: at(5) })).toEqual({ isHistoryWanted: true });
    expect(await loadSchedule(database, channelId)).toMatchObject({
      historyState: 'queued',
      historyError: null,
      historyOffsetId: 42,
      nextDueAt: at(0),
    });
    await set('complete');
    expect(await scheduleChannel(database, { ...channel, now: at(6) })).toEqual({ isHistoryWanted: false });
  });

  it('add jobs that are waiting at most once, in the queue of their account', async () => {
    await addHistoryJob(database, { channelId, accountId: '7' });
    await database.query("UPDATE graphile_worker._private_jobs SET run_at = '2099-01-01'", []);
    // Asked for again while it waits for a flood wait to end: it goes on waiting.
    await addHistoryJob(database, { channelId, accountId: '7' });
    await addSyncJob(database, { channelId, accountId: '7', priority: jobPriority.channel });
    await addSyncJob(database, { channelId, accountId: '7', priority: jobPriority.interactive });
    await addJob(database, 'other', {}, { runAt: at(0), maxAttempts: 3 });
    const jobs = await database.query(
      `SELECT task_identifier, queue_name, key, priority, max_attempts, run_at > '2098-01-01' AS is_later
       FROM graphile_worker.jobs ORDER BY id`,
      [],
    );
    expect(jobs).toEqual([
      {
        task_identifier: 'read-history',
        queue_name: 'mt:7',
        key: `read-history:${channelId}`,
        priority: 40,
        max_attempts: 25,
        is_later: true,
      },
      {
        task_identifier: 'sync-channel',
        queue_name: 'mt:7',
        key: `sync-channel:${channelId}`,
        priority: 0,
        max_attempts: 5,
        is_later: false,
      },
      {
        task_identifier: 'other',
        queue_name: null,
        key: null,
        priority: 0,
        max_attempts: 3,
        is_later: false,
      },
    ]);
  });

  it('ask for a reading without hurrying one that was put off', async () => {
    const later = new Date('2098-06-01T00:00:00.000Z');
    const job = { channelId, accountId: '7', priority: jobPriority.channel };
    const loadRunAt = (): Promise<object[]> =>
      database.query("SELECT run_at FROM graphile_worker.jobs WHERE task_identifier = 'sync-channel'", []);
    await addSyncJob(database, { ...job, runAt: later });
    await addSyncJob(database, { ...job, priority: jobPriority.interactive });
    expect(await loadRunAt()).toEqual([{ run_at: later }]);
    const earlier = new Date('2098-05-01T00:00:00.000Z');
    await addSyncJob(database, { ...job, runAt: earlier });
    expect(await loadRunAt()).toEqual([{ run_at: earlier }]);
  });

  it('add no job when the transaction that wanted it fails', async () => {
    const failing = database.transaction(async (connection) => {
      await addJob(connection, 'never', {});
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(
      await database.query("SELECT 1 FROM graphile_worker.jobs WHERE task_identifier = 'never'", []),
    ).toEqual([]);
  });
});
