import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChannelId, channelIdSchema } from '#contract/channel-id.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { saveChannelAccess } from '#server/db/queries/save-channel-access.ts';
import { saveChannelRefusal } from '#server/db/queries/save-channel-refusal.ts';
import { saveMetChannels } from '#server/db/queries/save-met-channels.ts';
import { saveTrackedChannel } from '#server/db/queries/save-tracked-channel.ts';
import { collectChannel } from './collect-channel.ts';
import { type AccountTrouble, type PlannedSource, planChannels } from './plan-channels.ts';
import { releaseAccountChannels } from './release-account-channels.ts';
import { rememberViewer } from './remember-viewer.ts';

const channelId = channelIdSchema.parse('1900000001');
const now = new Date('2026-11-20T12:00:00.000Z');
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
/** Later than anything that is to happen while the test runs. */
const farAway = new Date('2999-01-01T00:00:00.000Z');
const [operator, bot, ann] = ['1', '3', '42'] as const;

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
beforeEach(async () => {
  await database.query(
    'TRUNCATE tracked_channels, channel_schedule, channels, accounts, viewers CASCADE',
    [],
  );
  await database.query('TRUNCATE graphile_worker._private_jobs', []);
  await rememberViewer(database, { viewerId: ann, firstName: 'Ann', languageCode: 'en', now });
});

/** An account that a gateway holds now. */
async function anAccount(accountId: string, kind: string, viewerId: string | null = null): Promise<void> {
  await database.query(
    `INSERT INTO accounts (account_id, kind, viewer_id, heartbeat_at, created_at)
     VALUES ($1, $2, $3, clock_timestamp() + interval '1 hour', $4)`,
    [accountId, kind, viewerId, now],
  );
}

async function aChannel(
  id: ChannelId = channelId,
  visibility: 'public' | 'private' = 'public',
): Promise<void> {
  const username = visibility === 'public' ? `lights_${id}` : null;
  await saveChannel(database, {
    ...{ channelId: id, title: 'Lights', username, visibility },
    ...{ source: 'bot_api', capturedAt: now },
  });
}

const collect = (id: ChannelId = channelId): Promise<void> =>
  database.transaction((connection) => collectChannel(connection, { channelId: id, now }));
const plan = (at: Date, trouble?: AccountTrouble): Promise<PlannedSource[]> =>
  database.transaction((connection) =>
    planChannels(connection, [channelId], {
      now: at,
      priority: 20,
      ...(trouble === undefined ? {} : { trouble }),
    }),
  );

interface Waiting {
  queue: string;
  task: string;
  accountId: string | null;
  runAt: Date;
}

async function jobs(): Promise<Waiting[]> {
  return database.query<Waiting>(
    `SELECT jobs.queue_name AS queue, jobs.task_identifier AS task, payload ->> 'accountId' AS "accountId",
       jobs.run_at AS "runAt"
     FROM graphile_worker.jobs JOIN graphile_worker._private_jobs USING (id) ORDER BY jobs.task_identifier`,
    [],
  );
}
const names = async (): Promise<string[]> =>
  (await jobs()).map(({ queue, task, accountId }) => `${queue} ${task} ${accountId ?? '-'}`);

async function reader(): Promise<{ accountId: string | null; history: string }> {
  const [row] = await database.query<{ accountId: string | null; history: string }>(
    `SELECT account_id AS "accountId", history_state AS history FROM channel_schedule WHERE channel_id = $1`,
    [channelId],
  );
  if (row === undefined) throw new Error('it is not collected');
  return row;
}

describe('a channel that is collected', () => {
  it('without any account is described by the Bot API and waits for nobody', async () => {
    await aChannel();
    await collect();
    expect(await reader()).toEqual({ accountId: null, history: 'queued' });
    expect(await names()).toEqual(['bot-api:1 sync-channel-bot-api -']);
  });

  it('is read by the account that comes later, its history too', async () => {
    await aChannel();
    await collect();
    await anAccount(bot, 'bot');
    expect(await plan(later(15))).toMatchObject([{ isMoved: true, choice: { accountId: bot } }]);
    expect(await names()).toEqual([
      'mt:3 read-history 3',
      'mt:3 sync-channel 3',
      // Asked for before: it is harmless, and one reading more.
      'bot-api:1 sync-channel-bot-api -',
    ]);
  });

  it('goes to the bot with all its jobs while the operator waits for a flood wait, and back afterwards', async () => {
    await aChannel();
    await anAccount(operator, 'operator');
    await anAccount(bot, 'bot');
    await collect();
    expect(await names()).toEqual(['mt:1 read-history 1', 'mt:1 sync-channel 1']);
    // What waits for the operator's flood wait is not left waiting.
    await database.query('UPDATE graphile_worker._private_jobs SET run_at = $1', [farAway]);
    await plan(now, { accountId: operator, pausedUntil: later(60) });
    expect(await reader()).toEqual({ accountId: bot, history: 'queued' });
    expect(await names()).toEqual(['mt:3 read-history 3', 'mt:3 sync-channel 3']);
    expect((await jobs()).every(({ runAt }) => runAt < farAway)).toBe(true);
    const floodWaits = { 'messages.GetHistory': later(60).toISOString() };
    await database.query('UPDATE accounts SET flood_waits = $2 WHERE account_id = $1', [
      operator,
      floodWaits,
    ]);
    await plan(later(15));
    expect((await reader()).accountId).toBe(bot);
    await plan(later(60));
    expect(await reader()).toEqual({ accountId: operator, history: 'queued' });
    expect(await names()).toEqual(['mt:1 read-history 1', 'mt:1 sync-channel 1']);
  });

  it('is described by the Bot API while its only account waits, whose jobs keep their time', async () => {
    await aChannel();
    await anAccount(operator, 'operator');
    await collect();
    await database.query('UPDATE graphile_worker._private_jobs SET run_at = $1', [farAway]);
    await plan(now, { accountId: operator, pausedUntil: farAway });
    expect(await reader()).toEqual({ accountId: operator, history: 'queued' });
    expect((await jobs()).map(({ queue, runAt: at }) => [queue, at.getTime() === farAway.getTime()])).toEqual(
      [
        ['mt:1', true],
        ['mt:1', true],
        ['bot-api:1', false],
      ],
    );
  });

  it('may be read by an account without a hash only while that may resolve names', async () => {
    await aChannel();
    await anAccount(operator, 'operator');
    await database.query('UPDATE accounts SET flood_waits = $1', [
      { 'contacts.ResolveUsername': later(600).toISOString() },
    ]);
    await collect();
    expect(await names()).toEqual([
      'mt:1 read-history 1',
      'mt:1 sync-channel 1',
      'bot-api:1 sync-channel-bot-api -',
    ]);
    await saveChannelAccess(database, { accountId: operator, channelId, accessHash: '5', capturedAt: now });
    expect(await plan(now)).toMatchObject([{ choice: { kind: 'mtproto', accountId: operator } }]);
  });

  it('is read by the account of somebody who tracks it, and by nobody else who does not share theirs', async () => {
    await aChannel();
    await anAccount('7', 'viewer', ann);
    await collect();
    expect((await reader()).accountId).toBeNull();
    await saveTrackedChannel(database, { viewerId: ann, channelId, now });
    await plan(now);
    expect((await reader()).accountId).toBe('7');
    await database.query('DELETE FROM tracked_channels', []);
    await plan(now);
    expect((await reader()).accountId).toBeNull();
    await database.query('UPDATE accounts SET shares_public = true', []);
    await plan(now);
    expect((await reader()).accountId).toBe('7');
  });

  it('is read by the next account where the first was refused, and its failed history goes on', async () => {
    await aChannel();
    await anAccount(operator, 'operator');
    await collect();
    const refusal = { accountId: operator, channelId, code: 'CHANNEL_PRIVATE', refusedAt: now };
    await saveChannelRefusal(database, refusal);
    await database.query(
      "UPDATE channel_schedule SET history_state = 'failed', history_error = 'CHANNEL_PRIVATE'",
      [],
    );
    await plan(now);
    expect(await reader()).toEqual({ accountId: null, history: 'failed' });
    await anAccount(bot, 'bot');
    await plan(later(1));
    expect(await reader()).toEqual({ accountId: bot, history: 'queued' });
    await plan(later(361));
    expect((await reader()).accountId).toBe(operator);
  });

  it('is read by no account where MTProto is switched off for it', async () => {
    await aChannel();
    await anAccount(operator, 'operator');
    await collect();
    await database.query('UPDATE channel_schedule SET is_mtproto_allowed = false', []);
    await plan(now);
    expect((await reader()).accountId).toBeNull();
    expect(await names()).toEqual(['bot-api:1 sync-channel-bot-api -']);
  });
});

describe('a private channel', () => {
  it('is never read through the account of somebody who does not track it, shared or not', async () => {
    await aChannel(channelId, 'private');
    await anAccount('7', 'viewer', ann);
    await database.query('UPDATE accounts SET shares_public = true', []);
    await saveChannelAccess(database, { accountId: '7', channelId, accessHash: '5', capturedAt: now });
    await collect();
    expect([await reader(), await names()]).toEqual([{ accountId: null, history: 'queued' }, []]);
    await saveTrackedChannel(database, { viewerId: ann, channelId, now });
    await plan(now);
    expect((await reader()).accountId).toBe('7');
  });
});

describe('a private channel in the list of chats', () => {
  it('is read by the account that met it, if its owner tracks it, and the others are not written down', async () => {
    await aChannel(channelId, 'private');
    await anAccount('7', 'viewer', ann);
    await collect();
    const other = channelIdSchema.parse('1900000002');
    const met = [channelId, other].map((id) => ({ channelId: id, accessHash: '-77' }));
    await saveMetChannels(database, '7', met, now);
    expect(await database.query('SELECT 1 FROM channel_access', [])).toEqual([]);
    await saveTrackedChannel(database, { viewerId: ann, channelId, now });
    await saveMetChannels(database, '7', met, now);
    expect(await database.query('SELECT channel_id, access_hash FROM channel_access', [])).toEqual([
      { channel_id: channelId, access_hash: '-77' },
    ]);
    await plan(now);
    expect((await reader()).accountId).toBe('7');
  });
});

describe('an account that ends', () => {
  it('gives its channels to other sources in the same transaction, and keeps them where that is undone', async () => {
    await anAccount(operator, 'operator');
    const ids = Array.from({ length: 503 }, (_, index) =>
      channelIdSchema.parse(String(1_900_000_000 + index)),
    );
    await database.query(
      `INSERT INTO channels (channel_id, title, username, visibility, source, captured_at, first_seen_at)
       SELECT id, 'Lights', 'lights_' || id, 'public', 'mtproto', $2, $2 FROM unnest($1::bigint[]) AS id`,
      [ids, now],
    );
    await database.query(
      `INSERT INTO channel_schedule (channel_id, account_id, next_due_at, updated_at)
       SELECT id, 1, $2, $2 FROM unnest($1::bigint[]) AS id`,
      [ids, now],
    );
    const isUndone = database.transaction(async (connection) => {
      await releaseAccountChannels(connection, operator, now);
      throw new Error('undone');
    });
    await expect(isUndone).rejects.toThrow('undone');
    expect((await reader()).accountId).toBe(operator);
    await anAccount(bot, 'bot');
    const release = (accountId: string): Promise<number> =>
      database.transaction((connection) => releaseAccountChannels(connection, accountId, now));
    expect(await release(operator)).toBe(503);
    expect(await database.query('SELECT DISTINCT account_id FROM channel_schedule', [])).toEqual([
      { account_id: bot },
    ]);
    await database.query("UPDATE accounts SET state = 'ended' WHERE account_id = 1", []);
    expect(await release(bot)).toBe(503);
    expect(await database.query('SELECT DISTINCT account_id FROM channel_schedule', [])).toEqual([
      { account_id: null },
    ]);
  });
});
