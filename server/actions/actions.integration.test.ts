import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { createGatewayClient, type GatewayClient } from '#server/gateway-client/create-gateway-client.ts';
import type { ResolveOutcome } from '#server/gateway-client/gateway-answers.ts';
import { refreshChannel } from './refresh-channel.ts';
import { rememberViewer } from './remember-viewer.ts';
import { type TrackOutcome, trackChannel } from './track-channel.ts';

const channelId = channelIdSchema.parse('1900000001');
const now = new Date('2026-11-20T12:00:00.000Z');
const found: ResolveOutcome = {
  kind: 'channel',
  channelId,
  title: 'Lights',
  username: 'lights',
};

describe('the actions', () => {
  let place: TestDatabase;
  let database: Database;
  let gateway: GatewayClient;
  let closeServer: () => void;
  /** What the gateway answers next, and the names it was asked for. */
  let answer: ResolveOutcome = found;
  let asked: string[] = [];

  beforeAll(async () => {
    place = await createTestDatabase();
    database = openDatabase(place.url);
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        asked.push(JSON.parse(body).name);
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    gateway = createGatewayClient({
      database,
      fallbackUrl: `http://127.0.0.1:${port}`,
      token: 'x'.repeat(32),
    });
    closeServer = () => {
      server.closeAllConnections();
      server.close();
    };
  });
  beforeEach(async () => {
    answer = found;
    asked = [];
    await database.query('TRUNCATE tracked_channels, channel_schedule, accounts, viewers CASCADE', []);
    await database.query('TRUNCATE graphile_worker._private_jobs', []);
    await database.query(
      `INSERT INTO accounts (account_id, kind, heartbeat_at, created_at)
       VALUES (7, 'operator', clock_timestamp() + interval '1 hour', $1)`,
      [now],
    );
    await rememberViewer(database, { viewerId: '42', firstName: 'Ann', languageCode: 'en', now });
  });
  afterAll(async () => {
    await gateway.close();
    closeServer();
    await database.close();
    await place.drop();
  });

  const track = (name: string, viewerId: string | null = '42'): Promise<TrackOutcome> =>
    trackChannel({ database, gateway }, { viewerId, name, now });
  const count = async (table: string): Promise<number> =>
    (await database.query(`SELECT 1 FROM ${table}`, [])).length;
  const jobs = async (): Promise<string[]> =>
    (
      await database.query<{ job: string }>(
        `SELECT queue_name || ' ' || task_identifier AS job FROM graphile_worker.jobs ORDER BY 1`,
        [],
      )
    ).map(({ job }) => job);

  it('tracking stores the wish, schedules the channel and adds the jobs that read it', async () => {
    expect(await track('https://t.me/Lights/5')).toEqual({ kind: 'tracked', channelId, isNew: true });
    expect(asked).toEqual(['Lights']);
    expect(await jobs()).toEqual(['mt:7 read-history', 'mt:7 sync-channel']);
    expect(await count('channel_schedule')).toBe(1);
    // Again: the same wish, nothing more to do.
    expect(await track('@lights')).toEqual({ kind: 'tracked', channelId, isNew: false });
    expect(await jobs()).toHaveLength(2);
    expect(await count('tracked_channels')).toBe(1);
  });

  it('tracking by a second viewer does not read the history again', async () => {
    await track('@lights');
    await database.query("UPDATE channel_schedule SET history_state = 'complete', last_synced_at = $1", [
      now,
    ]);
    await database.query('TRUNCATE graphile_worker._private_jobs', []);
    await rememberViewer(database, { viewerId: '43', firstName: 'Ben', languageCode: null, now });
    expect(await track('@lights', '43')).toEqual({ kind: 'tracked', channelId, isNew: true });
    expect(await jobs()).toEqual([]);
    expect(await count('tracked_channels')).toBe(2);
  });

  it('an operator has a channel collected without tracking it', async () => {
    expect(await track('@lights', null)).toEqual({ kind: 'tracked', channelId, isNew: false });
    expect(await count('tracked_channels')).toBe(0);
    expect(await jobs()).toHaveLength(2);
  });

  it.each([
    { name: 'no name at all', says: found, outcome: { kind: 'garbage' }, asks: 0 },
    { name: 'https://t.me/+AbCdEf123', says: found, outcome: { kind: 'private' }, asks: 0 },
    { name: '@nobody', says: { kind: 'not-found' }, outcome: { kind: 'not-found', name: 'nobody' }, asks: 1 },
    {
      name: '@durov_bot',
      says: { kind: 'not-a-channel', what: 'bot' },
      outcome: { kind: 'not-a-channel', name: 'durov_bot', what: 'bot' },
      asks: 1,
    },
    { name: '@closed', says: { kind: 'private' }, outcome: { kind: 'private' }, asks: 1 },
    {
      name: '@lights',
      says: { kind: 'wait', until: '2026-11-20T12:05:00.000Z' },
      outcome: { kind: 'wait', until: '2026-11-20T12:05:00.000Z' },
      asks: 1,
    },
    { name: '@lights', says: { kind: 'no-source' }, outcome: { kind: 'no-source' }, asks: 1 },
  ] as const)('tracking "$name" stores nothing: $outcome.kind', async ({ name, says, outcome, asks }) => {
    answer = says;
    expect(await track(name)).toEqual(outcome);
    expect(asked).toHaveLength(asks);
    expect([await count('tracked_channels'), await count('channel_schedule'), await jobs()]).toEqual([
      0,
      0,
      [],
    ]);
  });

  it('tracking keeps nothing when one of its writes fails', async () => {
    // Viewer 99 does not exist, so the last write is refused.
    await expect(track('@lights', '99')).rejects.toMatchObject({ code: '23503' });
    expect([await count('channel_schedule'), await jobs()]).toEqual([0, []]);
  });

  it('refreshing asks for a reading before everything else, but not again at once', async () => {
    expect(await refreshChannel(database, channelId, now)).toEqual({ kind: 'not-collected' });
    await track('@lights');
    await database.query('TRUNCATE graphile_worker._private_jobs', []);
    expect(await refreshChannel(database, channelId, now)).toEqual({ kind: 'asked', after: null });
    expect(await jobs()).toEqual(['mt:7 sync-channel']);
    await database.query('UPDATE channel_schedule SET last_synced_at = $1', [now]);
    const soon = new Date(now.getTime() + 19_999);
    expect(await refreshChannel(database, channelId, soon)).toEqual({
      kind: 'fresh',
      syncedAt: now.toISOString(),
    });
    const later = new Date(now.getTime() + 20_000);
    expect(await refreshChannel(database, channelId, later)).toEqual({
      kind: 'asked',
      after: now.toISOString(),
    });
  });

  it('remembering a viewer again keeps the day of the first visit and takes what changed', async () => {
    const later = new Date(now.getTime() + 60_000);
    const seen = { viewerId: '42', firstName: 'Anna', languageCode: 'ru-RU', now: later };
    expect(await rememberViewer(database, seen)).toEqual({ language: 'ru' });
    expect(await database.query('SELECT * FROM viewers', [])).toEqual([
      { viewer_id: '42', first_name: 'Anna', language: 'ru', created_at: now, seen_at: later },
    ]);
  });

  it.each([
    { languageCode: 'ru', language: 'ru' },
    { languageCode: 'RU_ru', language: 'ru' },
    { languageCode: 'en-GB', language: 'en' },
    { languageCode: 'rue', language: 'en' },
    { languageCode: null, language: 'en' },
  ])('speaks $language with a Telegram in $languageCode', async ({ languageCode, language }) => {
    expect(await rememberViewer(database, { viewerId: '44', firstName: 'C', languageCode, now })).toEqual({
      language,
    });
  });
});
