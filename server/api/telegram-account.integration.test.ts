import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { consentVersion, sessionInfoSchema, sessionStatusSchema } from '#contract/account.ts';
import { problemSchema } from '#contract/problem.ts';
import { aConnectedAccount } from './a-connected-account.ts';
import { anAdminId, aRunningApi, type RunningApi } from './a-running-api.ts';

/** Everything here is decided before the gateway: none runs. */
describe('the account of a viewer', () => {
  let api: RunningApi;
  let owner: { authorization: string };
  let stranger: { authorization: string };

  beforeAll(async () => {
    api = await aRunningApi();
    owner = await api.signIn(3);
    stranger = await api.signIn(4);
  });
  afterAll(() => api.stop());
  beforeEach(() => aConnectedAccount(api.database, { accountId: '41', viewerId: '3' }));
  afterEach(async () => {
    await api.database.query('DELETE FROM accounts', []);
    await api.database.query('DELETE FROM audit_log', []);
  });

  async function ask(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await api.ask(method, path, owner, body === undefined ? undefined : JSON.stringify(body));
    return await answer.json();
  }

  it('is told with why it is not connected, and what to accept before another one is', async () => {
    const status = sessionStatusSchema.parse(await ask('GET', '/telegram/session/status'));
    expect(status).toMatchObject({
      ...{ has_session: true, connected: false, reason: 'gateway-unreachable', account_id: '41' },
      ...{ state: 'active', login_methods: ['qr'], consent: { version: consentVersion } },
    });
    expect(status.consent.text).toContain('полный доступ');
    const none = await api.ask('GET', '/telegram/session/status', stranger);
    expect(await none.json()).toMatchObject({ has_session: false, account_id: null, reason: null });
  });

  it.each([
    ['a gateway that lives will take it', "owner = 'g'", null, 'connecting'],
    ['its holder is silent', null, null, 'gateway-unreachable'],
    ['its holder connects', "owner = 'g'", 'ECONNRESET', 'ECONNRESET'],
    ['its holder is connected', "owner = 'g'", '', null],
  ])('says how it is when %s', async (_name, gateway, heldReason, expected) => {
    const { database } = api;
    if (gateway !== null)
      await database.query(
        `INSERT INTO gateways (owner, address, started_at, heartbeat_at)
         VALUES ('g', 'http://127.0.0.1:9', clock_timestamp(), clock_timestamp())`,
        [],
      );
    if (heldReason !== null)
      await database.query(
        `UPDATE accounts SET lease_owner = 'g', lease_address = 'http://127.0.0.1:9',
           heartbeat_at = clock_timestamp(), state_reason = nullif($1, '')`,
        [heldReason],
      );
    const info = sessionInfoSchema.parse(await ask('GET', '/telegram/session/info'));
    expect(info).toMatchObject({ reason: expected, connected: expected === null });
    await database.query('DELETE FROM gateways', []);
  });

  it('shares nothing and shows no private talk until its owner says so, with a line in the audit log', async () => {
    const before = sessionInfoSchema.parse(await ask('GET', '/telegram/session/info'));
    expect(before).toMatchObject({ shares_public: false, shows_private_chats: false });
    const after = await ask('PUT', '/telegram/session/settings', { shares_public: true });
    expect(after).toMatchObject({ shares_public: true, shows_private_chats: false });
    await ask('PUT', '/telegram/session/settings', { shows_private_chats: true });
    const events = await api.database.query(
      'SELECT actor, event, subject, details FROM audit_log ORDER BY event_id',
      [],
    );
    expect(events).toEqual([
      {
        actor: 'viewer:3',
        event: 'account.settings',
        subject: 'accounts:41',
        details: { sharesPublic: true },
      },
      {
        actor: 'viewer:3',
        event: 'account.settings',
        subject: 'accounts:41',
        details: { showsPrivateChats: true },
      },
    ]);
  });

  it('is the newest one in use where there are several, or the one that is named', async () => {
    const createdAt = new Date('2026-02-20T00:00:00Z');
    await aConnectedAccount(api.database, { accountId: '42', viewerId: '3', createdAt });
    await aConnectedAccount(api.database, {
      ...{ accountId: '43', viewerId: '3', state: 'dead', reason: 'SESSION_REVOKED' },
      createdAt: new Date('2026-02-25T00:00:00Z'),
    });
    expect(await ask('GET', '/telegram/session/info')).toMatchObject({ account_id: '42' });
    expect(await ask('GET', '/telegram/session/info?account_id=41')).toMatchObject({ account_id: '41' });
    expect(await ask('GET', '/telegram/session/info?account_id=43')).toMatchObject({
      ...{ state: 'dead', connected: false, reason: 'SESSION_REVOKED' },
    });
    expect(await ask('GET', '/telegram/chats?account_id=43')).toMatchObject({
      ...{ status: 409, code: 'account-lost', reason: 'SESSION_REVOKED' },
    });
    const frozen = { state: 'frozen', reason: 'FROZEN_METHOD_INVALID' } as const;
    await aConnectedAccount(api.database, { accountId: '44', viewerId: '3', ...frozen, createdAt });
    expect(await ask('GET', '/telegram/chats?account_id=44')).toMatchObject({
      ...{ status: 409, code: 'account-frozen', reason: 'FROZEN_METHOD_INVALID' },
    });
  });

  it('is ended by one tap: its session is wiped, its sharing is off, and whoever holds it has lost it', async () => {
    await ask('PUT', '/telegram/session/settings', { shares_public: true, shows_private_chats: true });
    await api.database.query(
      `UPDATE accounts SET lease_owner = 'g', lease_address = 'http://127.0.0.1:9', lease_epoch = 4,
         heartbeat_at = clock_timestamp()`,
      [],
    );
    expect(await ask('POST', '/telegram/session/reset')).toEqual({
      ...{ ended: true, account_id: '41', logged_out: false },
    });
    const rows = await api.database.query(
      `SELECT state, session, shares_public, shows_private_chats, lease_owner, lease_epoch FROM accounts`,
      [],
    );
    expect(rows).toEqual([
      {
        ...{ state: 'ended', session: null, shares_public: false, shows_private_chats: false },
        ...{ lease_owner: null, lease_epoch: '5' },
      },
    ]);
    expect(await ask('POST', '/telegram/session/reset')).toMatchObject({ status: 404, code: 'no-account' });
  });

  it('is ended even by way of a gateway that answers nonsense', async () => {
    const gateway = createServer((_request, response) => response.writeHead(500).end('nonsense'));
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const address = gateway.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    await api.database.query(
      "UPDATE accounts SET lease_owner = 'g', lease_address = $1, heartbeat_at = clock_timestamp()",
      [url],
    );
    expect(await ask('POST', '/telegram/session/reset')).toMatchObject({ ended: true, logged_out: false });
    expect(await api.database.query('SELECT session FROM accounts', [])).toEqual([{ session: null }]);
    await new Promise((resolve) => gateway.close(resolve));
  });

  it.each<[string, string, object | undefined, string[]]>([
    ['PUT', '/telegram/session/settings', undefined, ['']],
    ['PUT', '/telegram/session/settings', { shares_public: 'yes' }, ['shares_public']],
    ['PUT', '/telegram/session/settings', { session: 'x' }, ['session', '']],
    ['GET', '/telegram/session/info?account_id=x', undefined, ['account_id']],
    ['GET', '/telegram/session/info?account_id=9223372036854775808', undefined, ['account_id']],
    ['GET', '/telegram/chats?limit=1000', undefined, ['limit']],
    ['GET', '/telegram/chats?after=me', undefined, ['after']],
    ['GET', '/telegram/chats/-1001/messages?since=0', undefined, ['since']],
    ['GET', '/telegram/chats/-1001/messages?before=2147483648', undefined, ['before']],
    ['GET', '/telegram/auth/qr/status', undefined, ['flow_id']],
    ['GET', '/telegram/auth/qr/status?flow_id=..', undefined, ['flow_id']],
    ['POST', '/telegram/auth/qr/password', undefined, ['flow_id', 'password']],
    ['POST', '/telegram/auth/cancel', [], ['']],
  ])('refuses %s %s with the body %j and names what is wrong', async (method, path, body, fields) => {
    const problem = problemSchema.parse(await ask(method, path, body));
    expect(problem).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(problem.errors?.map(({ field }) => field)).toEqual(fields);
  });

  it.each(['me', '%00', '-100', '0', '99999999999999999999', '@name'])(
    'has no chat %s, whatever it names',
    async (chatId) => {
      const problem = problemSchema.parse(await ask('GET', `/telegram/chats/${chatId}/messages`));
      expect(problem.code).toBe(chatId === '-100' ? 'account-unavailable' : 'chat-not-found');
    },
  );
});

describe('connecting an account', () => {
  const phone = { phone: '+7 (999) 000-00-01', consent: consentVersion };

  async function withPhoneLogin<T>(
    accountPhoneLogin: 'off' | 'admins' | 'everyone',
    work: (api: RunningApi) => Promise<T>,
  ): Promise<T> {
    const api = await aRunningApi(undefined, { accountPhoneLogin });
    try {
      return await work(api);
    } finally {
      await api.stop();
    }
  }

  it('by phone is nowhere to be found where it is off, for operators and for nobody in particular', async () => {
    await withPhoneLogin('off', async (api) => {
      for (const headers of [{}, await api.signIn(1), await api.signIn(anAdminId)]) {
        for (const path of ['phone', 'verify', 'resend', 'nothing-at-all']) {
          const answer = await api.ask('POST', `/telegram/auth/${path}`, headers, JSON.stringify(phone));
          expect(answer.status).toBe(404);
          expect(problemSchema.parse(await answer.json()).code).toBe('not-found');
          expect((await api.ask('GET', `/telegram/auth/${path}`, headers)).status).toBe(404);
        }
        const status = await api.ask('GET', '/telegram/session/status', headers);
        if (status.status === 200) expect(await status.json()).toMatchObject({ login_methods: ['qr'] });
      }
    });
  });

  it('by phone is for those whom the configuration names', async () => {
    const statusOf = async (api: RunningApi, viewerId: number): Promise<[number, unknown]> => {
      const headers = await api.signIn(viewerId);
      const answer = await api.ask('POST', '/telegram/auth/phone', headers, JSON.stringify(phone));
      const status = await (await api.ask('GET', '/telegram/session/status', headers)).json();
      return [answer.status, (status as { login_methods: unknown }).login_methods];
    };
    await withPhoneLogin('admins', async (api) => {
      expect(await statusOf(api, 1)).toEqual([404, ['qr']]);
      expect(await statusOf(api, anAdminId)).toEqual([503, ['qr', 'phone']]);
    });
    await withPhoneLogin('everyone', async (api) => {
      expect(await statusOf(api, 1)).toEqual([503, ['qr', 'phone']]);
    });
  });

  it('begins with the consent text, and only with the one that stands now', async () => {
    await withPhoneLogin('everyone', async (api) => {
      const viewer = await api.signIn(1);
      const old = { ...phone, consent: '0-before' };
      for (const [method, path, body] of [
        ['GET', '/telegram/auth/qr', undefined],
        ['GET', '/telegram/auth/qr?consent=yes', undefined],
        ['POST', '/telegram/auth/phone', { phone: phone.phone }],
        ['POST', '/telegram/auth/phone', old],
      ] as const) {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const answer = await api.ask(method, path, viewer, text);
        const problem = problemSchema.parse(await answer.json());
        expect(problem).toMatchObject({ status: 403, code: 'consent-required' });
        expect(problem.consent?.version).toBe(consentVersion);
        expect(problem.consent?.text).toContain('полный доступ к аккаунту');
      }
    });
  });

  it('refuses what cannot be a number, a code or a password, and repeats nothing of it', async () => {
    await withPhoneLogin('everyone', async (api) => {
      const viewer = await api.signIn(1);
      const flow = { flow_id: 'f'.repeat(22) };
      for (const [path, body, field] of [
        ['phone', {}, 'phone'],
        ['phone', { ...phone, phone: 'secretword' }, 'phone'],
        ['phone', { ...phone, phone: '+0123456789' }, 'phone'],
        ['phone', { ...phone, phone: '7'.repeat(41) }, 'phone'],
        ['phone', { ...phone, phone: 79990000001 }, 'phone'],
        ['verify', {}, 'flow_id'],
        ['verify', flow, ''],
        ['verify', { ...flow, code: '1', password: 'secretword' }, ''],
        ['verify', { ...flow, code: 'secretword?' }, 'code'],
        ['verify', { ...flow, password: '' }, 'password'],
        ['verify', { ...flow, password: 'secretword'.repeat(26) }, 'password'],
      ] as const) {
        const answer = await api.ask('POST', `/telegram/auth/${path}`, viewer, JSON.stringify(body));
        const text = await answer.text();
        expect(answer.status, text).toBe(400);
        expect(text).not.toContain('secretword');
        expect(problemSchema.parse(JSON.parse(text)).errors?.[0]?.field).toBe(field);
      }
      expect(api.logged.join('\n')).not.toContain('secretword');
      for (const table of ['login_flows', 'auth_attempts', 'accounts'])
        expect(await api.database.query(`SELECT 1 FROM ${table}`, [])).toEqual([]);
    });
  });
});
