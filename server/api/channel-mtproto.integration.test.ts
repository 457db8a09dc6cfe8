import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aConnectedAccount } from './a-connected-account.ts';
import { anAdminId, aRunningApi, type RunningApi } from './a-running-api.ts';
import { aStoredChannel } from './a-stored-channel.ts';

describe('MTProto of one channel', () => {
  let api: RunningApi;
  let operator: { authorization: string };

  beforeAll(async () => {
    api = await aRunningApi();
    operator = await api.signIn(anAdminId);
    for (const channelId of ['1001', '1002'])
      await aStoredChannel(api.database, channelId, { visibility: 'public' });
    await api.database.query(
      'INSERT INTO channel_schedule (channel_id, next_due_at, updated_at) VALUES (1001, $1, $1)',
      [api.clock.now],
    );
  });
  afterAll(() => api.stop());

  async function put(channelId: string, body: object): Promise<{ status: number; body: unknown }> {
    const answer = await api.ask('PUT', `/channels/${channelId}/mtproto`, operator, JSON.stringify(body));
    return { status: answer.status, body: await answer.json() };
  }

  async function isAllowed(): Promise<boolean | undefined> {
    const [row] = await api.database.query<{ is_mtproto_allowed: boolean }>(
      'SELECT is_mtproto_allowed FROM channel_schedule WHERE channel_id = 1001',
      [],
    );
    return row?.is_mtproto_allowed;
  }

  it('is allowed until an operator forbids it, and who did what is written down', async () => {
    expect(await isAllowed()).toBe(true);
    expect(await put('1001', { enabled: false })).toEqual({ status: 200, body: { enabled: false } });
    expect(await isAllowed()).toBe(false);
    expect(await put('1001', { enabled: true })).toEqual({ status: 200, body: { enabled: true } });
    expect(await isAllowed()).toBe(true);
    const events = await api.database.query('SELECT actor, event, subject, details FROM audit_log', []);
    expect(events).toEqual(
      [false, true].map((allowed) => ({
        ...{ actor: `operator:${anAdminId}`, event: 'channel.mtproto', subject: 'channels:1001' },
        details: { isAllowed: allowed },
      })),
    );
  });

  it('takes the channel from the account that reads it at once', async () => {
    const { database, clock } = api;
    await aConnectedAccount(database, { accountId: '61', viewerId: null });
    await database.query(
      'INSERT INTO channel_access (account_id, channel_id, access_hash, captured_at) VALUES (61, 1001, 5, $1)',
      [clock.now],
    );
    await database.query(
      "UPDATE accounts SET lease_owner = 'g', heartbeat_at = clock_timestamp() + interval '1 hour'",
      [],
    );
    const readerOf = async (): Promise<string | null | undefined> => {
      const [row] = await database.query<{ account_id: string | null }>(
        'SELECT account_id FROM channel_schedule WHERE channel_id = 1001',
        [],
      );
      return row?.account_id;
    };
    await put('1001', { enabled: true });
    expect(await readerOf()).toBe('61');
    await put('1001', { enabled: false });
    expect(await readerOf()).toBeNull();
    await put('1001', { enabled: true });
    expect(await readerOf()).toBe('61');
  });

  it('cannot be switched for a channel that nobody collects, or to something else', async () => {
    expect(await put('1002', { enabled: false })).toMatchObject({ status: 404, body: { code: 'not-found' } });
    for (const body of [{}, { enabled: 'no' }, { enabled: true, channelId: '1' }])
      expect(await put('1001', body)).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await isAllowed()).toBe(true);
  });
});
