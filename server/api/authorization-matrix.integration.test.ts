import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { consentVersion } from '#contract/account.ts';
import { aConnectedAccount } from './a-connected-account.ts';
import { anAdminId, aRunningApi, type RunningApi } from './a-running-api.ts';
import { aSignedLaunch } from './a-signed-launch.ts';
import { aStoredChannel } from './a-stored-channel.ts';
import type { Route } from './routes/route.ts';
import { routes } from './routes/table.ts';

/**
 * Who asks. `other` is a viewer who follows nothing and has no account; `owner` has connected one; `admin` is an operator
 * of the installation.
 */
const callers = [
  ...(['none', 'garbage', 'unknown', 'expired', 'init-data'] as const),
  ...(['other', 'tracker', 'owner', 'admin'] as const),
];
type Caller = (typeof callers)[number];
/** What is asked about, where the path names a channel. */
const channels = ['public', 'private', 'missing', 'impossible'] as const;
type Subject = (typeof channels)[number] | 'nothing';

/** The status each caller gets; for routes about a channel, by channel. Everybody not named gets `else`. */
type Cells = Partial<Record<Caller, number>> & { else: number };

const everyone = (status: number): Cells => ({
  ...{ other: status, tracker: status, owner: status, admin: status },
  else: 401,
});
const signedIn = everyone(200);
const hiddenFromAll = everyone(404);
/** Of accounts there is one, the owner's; no gateway runs, so that Telegram cannot be asked. */
const ownerAlone = (status: number): Cells => ({ ...everyone(404), owner: status });
/** To everybody but operators there is no such route. */
const operatorsAlone: Cells = { ...everyone(404), admin: 200 };
/** The password of a QR login is taken from everybody, phone numbers and codes from operators alone by default. */
const byPhone: Cells = { ...everyone(404), admin: 503 };

/** The cells of every route. A route without them fails the first test below. */
const matrix: Record<string, Partial<Record<Subject, Cells>>> = {
  'GET /config': { nothing: { else: 200 } },
  'POST /auth/session': { nothing: { 'init-data': 200, else: 401 } },
  'DELETE /auth/session': { nothing: everyone(204) },
  'GET /users/me': { nothing: signedIn },
  'GET /channels': { nothing: signedIn },
  'GET /channels/:channelId/report': {
    public: signedIn,
    private: hiddenFromAll,
    missing: hiddenFromAll,
    impossible: hiddenFromAll,
  },
  'PUT /channels/:channelId/mtproto': {
    public: { ...everyone(403), admin: 200 },
    private: hiddenFromAll,
    missing: hiddenFromAll,
    impossible: hiddenFromAll,
  },
  'POST /telegram/auth/phone': { nothing: byPhone },
  'POST /telegram/auth/verify': { nothing: byPhone },
  'POST /telegram/auth/resend': { nothing: byPhone },
  'GET /telegram/auth/qr': { nothing: everyone(503) },
  'GET /telegram/auth/qr/status': { nothing: everyone(503) },
  'POST /telegram/auth/qr/password': { nothing: everyone(503) },
  'POST /telegram/auth/cancel': { nothing: everyone(503) },
  'GET /telegram/session/status': { nothing: signedIn },
  'GET /telegram/session/info': { nothing: ownerAlone(200) },
  'GET /telegram/user/info': { nothing: ownerAlone(200) },
  'PUT /telegram/session/settings': { nothing: ownerAlone(200) },
  'POST /telegram/session/reset': { nothing: ownerAlone(200) },
  'GET /telegram/sessions': { nothing: ownerAlone(503) },
  'POST /telegram/sessions/terminate-others': { nothing: ownerAlone(503) },
  'GET /telegram/chats': { nothing: ownerAlone(503) },
  'GET /telegram/chats/:id/messages': { nothing: ownerAlone(503) },
  'GET /admin/accounts': { nothing: operatorsAlone },
  'GET /admin/telegram-users': { nothing: operatorsAlone },
  'GET /admin/auth-attempts': { nothing: operatorsAlone },
  'GET /admin/leases': { nothing: operatorsAlone },
  'GET /admin/audit-log': { nothing: operatorsAlone },
  'DELETE /admin/accounts/:accountId': { nothing: operatorsAlone },
};

const keyOf = ({ method, path }: Route): string => `${method} ${path}`;
const subjectsOf = ({ path }: Route): readonly Subject[] =>
  path.includes(':channelId') ? channels : ['nothing'];

const pathOf: Record<Subject, string> = {
  public: '1001',
  private: '1002',
  missing: '1003',
  impossible: '-100x',
  nothing: '',
};

const accountId = '41';
const flow = { flow_id: 'f'.repeat(22) };
/** What a route needs to be asked well-formed. */
const queries: Record<string, string> = {
  'GET /telegram/auth/qr': `?consent=${consentVersion}`,
  'GET /telegram/auth/qr/status': `?flow_id=${flow.flow_id}`,
};
const bodies: Record<string, object> = {
  'PUT /channels/:channelId/mtproto': { enabled: true },
  'POST /telegram/auth/phone': { phone: '+79990000001', consent: consentVersion },
  'POST /telegram/auth/verify': { ...flow, code: '12345' },
  'POST /telegram/auth/resend': flow,
  'POST /telegram/auth/qr/password': { ...flow, password: 'open' },
  'POST /telegram/auth/cancel': flow,
  'PUT /telegram/session/settings': { shares_public: true },
};

describe('the table of routes', () => {
  it('has cells for every route, and no cells for a route that is gone', () => {
    expect(Object.keys(matrix).sort()).toEqual(routes.map(keyOf).sort());
    for (const route of routes)
      expect(Object.keys(matrix[keyOf(route)] ?? {}).sort(), keyOf(route)).toEqual(
        [...subjectsOf(route)].sort(),
      );
  });

  it('asks for the channel wherever a path names one', () => {
    for (const route of routes)
      expect(route.access.startsWith('channel')).toBe(route.path.includes(':channelId'));
  });
});

describe('every route answers every caller as its cell says', () => {
  let api: RunningApi;
  const opened = new Map<Caller, Record<string, string>>();

  beforeAll(async () => {
    api = await aRunningApi();
    await aStoredChannel(api.database, pathOf.public, { visibility: 'public', views: [10, 20] });
    await aStoredChannel(api.database, pathOf.private, { visibility: 'private', views: [10, 20] });
    await api.signIn(2);
    await api.database.query(
      'INSERT INTO channel_schedule (channel_id, next_due_at, updated_at) VALUES ($1, $2, $2)',
      [pathOf.public, api.clock.now],
    );
    for (const channelId of [pathOf.public, pathOf.private])
      await api.database.query(
        'INSERT INTO tracked_channels (viewer_id, channel_id, tracked_at) VALUES (2, $1, $2)',
        [channelId, api.clock.now],
      );
  });
  afterAll(() => api.stop());
  // Some routes end the account.
  beforeEach(async () => {
    await aConnectedAccount(api.database, { accountId, viewerId: '3' });
  });

  /** Sessions are opened once for all cells but those that end them. */
  async function headersOf(caller: Caller): Promise<Record<string, string>> {
    const known = opened.get(caller) ?? (await openHeaders(caller));
    opened.set(caller, known);
    return known;
  }

  async function openHeaders(caller: Caller): Promise<Record<string, string>> {
    switch (caller) {
      case 'none':
        return {};
      case 'garbage':
        return { authorization: 'Bearer' };
      case 'unknown':
        return { authorization: `Bearer ${'A'.repeat(43)}` };
      case 'expired':
        return await expiredSession();
      case 'init-data':
        return { authorization: `tma ${aSignedLaunch(1, api.clock.now)}` };
      case 'other':
        return await api.signIn(1);
      case 'tracker':
        return await api.signIn(2);
      case 'owner':
        return await api.signIn(3);
      case 'admin':
        return await api.signIn(anAdminId);
    }
  }

  async function expiredSession(): Promise<Record<string, string>> {
    const { now } = api.clock;
    api.clock.now = new Date(now.getTime() - 61 * 60_000);
    const headers = await api.signIn(1);
    api.clock.now = now;
    return headers;
  }

  const cells = routes.flatMap((route) =>
    subjectsOf(route).flatMap((subject) => callers.map((caller) => ({ route, subject, caller }))),
  );

  it.each(cells.map((cell) => [keyOf(cell.route), cell.subject, cell.caller, cell.route] as const))(
    '%s about a channel that is %s, asked by %s',
    async (key, subject, caller, route) => {
      const expected = matrix[key]?.[subject];
      const path = route.path
        .replace(':channelId', pathOf[subject])
        .replace(':accountId', accountId)
        .replace(':id', '-1000000001001');
      const body = bodies[key];
      const answer = await api.ask(
        ...[route.method, `${path}${queries[key] ?? ''}`, await headersOf(caller)],
        body === undefined ? undefined : JSON.stringify(body),
      );
      if (key === 'DELETE /auth/session') opened.delete(caller);
      expect(answer.status).toBe(expected?.[caller] ?? expected?.else);
      const isPublic = route.access === 'anyone';
      expect(answer.headers.get('cache-control')).toBe(
        isPublic ? 'public, max-age=300' : 'private, no-store',
      );
    },
  );

  it.each(['other', 'tracker', 'admin'] as const)(
    'a private channel and one that is not there cannot be told apart by %s',
    async (caller) => {
      const headers = await headersOf(caller);
      const answers = [];
      const asked = [pathOf.private, pathOf.missing, pathOf.impossible, '9999999999999999999'];
      for (const channelId of asked) {
        const answer = await api.ask('GET', `/channels/${channelId}/report`, headers);
        const { requestId: _, ...problem } = (await answer.json()) as Record<string, unknown>;
        const seen = [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
        answers.push({ problem, seen });
      }
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(answers).toHaveLength(4);
    },
  );

  it('an operator’s route and a path that is no route cannot be told apart by a viewer', async () => {
    const headers = await headersOf('owner');
    const seen = [];
    for (const path of ['/admin/accounts', '/admin/accounts?limit=0&state=x', '/admin/nothing']) {
      const answer = await api.ask('GET', path, headers);
      const { requestId: _, ...problem } = (await answer.json()) as Record<string, unknown>;
      seen.push({ status: answer.status, problem });
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    expect(seen[0]?.status).toBe(404);
  });

  it.each(
    routes
      .filter(({ path }) => /^\/telegram\/(session|user|chats)/.test(path))
      .map((route) => [keyOf(route), route]),
  )('%s treats the account of somebody else as one that is not there', async (key, route) => {
    const headers = await headersOf('tracker');
    const answers = [];
    for (const asked of [accountId, '999999']) {
      const path = route.path.replace(':id', '-1000000001001');
      const body = bodies[key];
      const answer = await api.ask(
        ...[route.method, `${path}?account_id=${asked}`, headers],
        body === undefined ? undefined : JSON.stringify(body),
      );
      const { requestId: _, ...said } = (await answer.json()) as Record<string, unknown>;
      answers.push({ status: answer.status, said });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.said).toMatchObject(
      route.path.endsWith('/status') ? { has_session: false, account_id: null } : { code: 'no-account' },
    );
  });
});
