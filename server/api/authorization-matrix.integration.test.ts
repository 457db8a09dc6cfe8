import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAdminId, aRunningApi, type RunningApi } from './a-running-api.ts';
import { aSignedLaunch } from './a-signed-launch.ts';
import { aStoredChannel } from './a-stored-channel.ts';
import type { Route } from './routes/route.ts';
import { routes } from './routes/table.ts';

/** Who asks. `other` is a viewer who follows nothing; `admin` is an operator of the installation. */
const callers = ['none', 'garbage', 'unknown', 'expired', 'init-data', 'other', 'tracker', 'admin'] as const;
type Caller = (typeof callers)[number];
/** What is asked about, where the path names a channel. */
const channels = ['public', 'private', 'missing', 'impossible'] as const;
type Subject = (typeof channels)[number] | 'nothing';

/** The status each caller gets; for routes about a channel, by channel. Everybody not named gets `else`. */
type Cells = Partial<Record<Caller, number>> & { else: number };

const signedIn = { other: 200, tracker: 200, admin: 200 };
const hiddenFromAll: Cells = { other: 404, tracker: 404, admin: 404, else: 401 };

/** The cells of every route. A route without them fails the first test below. */
const matrix: Record<string, Partial<Record<Subject, Cells>>> = {
  'GET /config': { nothing: { else: 200 } },
  'POST /auth/session': { nothing: { 'init-data': 200, else: 401 } },
  'DELETE /auth/session': { nothing: { other: 204, tracker: 204, admin: 204, else: 401 } },
  'GET /users/me': { nothing: { ...signedIn, else: 401 } },
  'GET /channels': { nothing: { ...signedIn, else: 401 } },
  'GET /channels/:channelId/report': {
    public: { ...signedIn, else: 401 },
    private: hiddenFromAll,
    missing: hiddenFromAll,
    impossible: hiddenFromAll,
  },
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

describe('the table of routes', () => {
  it('has cells for every route, and no cells for a route that is gone', () => {
    expect(Object.keys(matrix).sort()).toEqual(routes.map(keyOf).sort());
    for (const route of routes)
      expect(Object.keys(matrix[keyOf(route)] ?? {}).sort(), keyOf(route)).toEqual(
        [...subjectsOf(route)].sort(),
      );
  });

  it('asks for the channel wherever a path names one', () => {
    for (const route of routes) expect(route.access === 'channel').toBe(route.path.includes(':channelId'));
  });
});

describe('every route answers every caller as its cell says', () => {
  let api: RunningApi;

  beforeAll(async () => {
    api = await aRunningApi();
    await aStoredChannel(api.database, pathOf.public, { visibility: 'public', views: [10, 20] });
    await aStoredChannel(api.database, pathOf.private, { visibility: 'private', views: [10, 20] });
    await api.signIn(2);
    for (const channelId of [pathOf.public, pathOf.private])
      await api.database.query(
        'INSERT INTO tracked_channels (viewer_id, channel_id, tracked_at) VALUES (2, $1, $2)',
        [channelId, api.clock.now],
      );
  });
  afterAll(() => api.stop());

  async function headersOf(caller: Caller): Promise<Record<string, string>> {
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
      const path = route.path.replace(':channelId', pathOf[subject]);
      const answer = await api.ask(route.method, path, await headersOf(caller));
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
      for (const subject of ['private', 'missing', 'impossible'] as const) {
        const answer = await api.ask('GET', `/channels/${pathOf[subject]}/report`, headers);
        const { requestId: _, ...problem } = (await answer.json()) as Record<string, unknown>;
        const seen = [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
        answers.push({ problem, seen });
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]).toEqual(answers[2]);
    },
  );
});
