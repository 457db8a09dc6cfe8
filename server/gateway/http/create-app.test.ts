import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { openDatabase } from '#server/db/database.ts';
import type { GatewayStatus, ResolveOutcome } from '#server/gateway-client/gateway-answers.ts';
import { createLog } from '#server/log.ts';
import { type AppDependencies, createApp } from './create-app.ts';

const token = 'a'.repeat(40);
const status: GatewayStatus = {
  enabled: true,
  available: true,
  connected: false,
  has_api_id: true,
  has_api_hash: true,
  has_session: true,
  reason: 'connecting',
  sessions: [],
};
const channel: ResolveOutcome = {
  kind: 'channel',
  channelId: channelIdSchema.parse('15'),
  title: 'News',
  username: 'news',
};

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Asked {
  status: number;
  body: unknown;
  type: string | null;
  asked: string[];
}

/** An application without a session and with a database that nobody listens for. */
async function ask(
  path: string,
  init: RequestInit = {},
  changed: Partial<AppDependencies> = {},
): Promise<Asked> {
  const asked: string[] = [];
  const database = openDatabase('postgres://nobody:nothing@127.0.0.1:1/none');
  const app = createApp({
    token,
    database,
    log: createLog('gateway', 'silent'),
    status: () => status,
    source: () => null,
    reason: () => status.reason,
    connect: async () => void asked.push('connect'),
    now: () => new Date(),
    async resolve(name) {
      asked.push(name);
      if (name === 'broken') throw new Error('a secret text');
      return channel;
    },
    ...changed,
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.close();
    return database.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  const type = response.headers.get('content-type');
  return { status: response.status, body: await response.json(), type, asked };
}

/** A session that may be used by nobody: what is asked here never gets as far. */
const unusedSession = {
  call: () => Promise.reject(new Error('Telegram was asked')),
  callOn: () => Promise.reject(new Error('Telegram was asked')),
  state: () => ({ kind: 'connected' }) as const,
  wake: () => undefined,
  openSockets: () => 0,
  stop: async () => undefined,
};
const withSession: Partial<AppDependencies> = {
  source: () => ({ accountId: '1', interactive: unusedSession }),
};
const withToken = { headers: { authorization: `Bearer ${token}` } };

function post(body: string, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  };
}

describe("the gateway's HTTP interface", () => {
  it('resolves a name and shows the status to whoever has the token', async () => {
    expect(await ask('/internal/resolve', post('{"name":"news"}'))).toMatchObject({
      status: 200,
      body: channel,
      asked: ['news'],
    });
    const answer = await ask('/api/v1/stats/status', { headers: { authorization: `Bearer ${token}` } });
    expect(answer.body).toEqual(status);
  });

  it('opens the figures, and nothing of accounts, logins and leases, to the token for other programs', async () => {
    const statsToken = 's'.repeat(40);
    const headers = { authorization: `Bearer ${statsToken}` };
    const changed = { statsToken, hasSockets: () => null };
    expect(await ask('/api/v1/stats/status', { headers }, changed)).toMatchObject({ status: 200 });
    const others: [string, RequestInit][] = [
      ['/internal/resolve', post('{"name":"news"}', headers)],
      ['/internal/logins', post('{}', headers)],
      ['/internal/sessions', post('{}', headers)],
      ['/internal/accounts/1/chats?viewer_id=1', { headers }],
      ['/internal/accounts/1/session-string', post('{}', headers)],
      ['/internal/leases/sockets', post('{}', headers)],
      ['/API/v1/stats/status', { headers }],
      ['/api/v1/stats/..%2f..%2finternal/resolve', post('{"name":"news"}', headers)],
      ['/', { headers }],
    ];
    for (const [path, init] of others) {
      const { status: code, asked } = await ask(path, init, changed);
      expect([path, asked]).toEqual([path, []]);
      expect(path.includes('%2f') ? 404 : 401).toBe(code);
    }
    expect(await ask('/api/v1/stats/status', { headers })).toMatchObject({ status: 401 });
  });

  it.each(['', 'Bearer', `Bearer ${token}x`, `Basic ${token}`, `Bearer ${token.slice(1)}`])(
    'tells nothing to authorization %j, not even what exists',
    async (authorization) => {
      for (const path of [
        '/internal/resolve',
        '/api/v1/stats/status',
        '/api/v1/stats/channels/5',
        '/nothing',
      ]) {
        const answer = await ask(path, { headers: { authorization } });
        expect(answer).toMatchObject({ status: 401, body: { code: 'not-authenticated' } });
      }
    },
  );

  it.each([
    '',
    '{',
    '[]',
    '{}',
    '{"name":5}',
    '{"name":""}',
    '{"name":"a","more":1}',
    `{"name":"${'x'.repeat(65)}"}`,
  ])('refuses the body %j and asks nobody', async (body) => {
    const answer = await ask('/internal/resolve', post(body));
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' }, asked: [] });
  });

  it('refuses a large body', async () => {
    const answer = await ask('/internal/resolve', post(JSON.stringify({ name: 'x'.repeat(10_000) })));
    expect(answer).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
  });

  it('says nothing about the inside when something breaks', async () => {
    const answer = await ask('/internal/resolve', post('{"name":"broken"}'));
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  });

  it('does not know other paths', async () => {
    expect((await ask('/x', { headers: { authorization: `Bearer ${token}` } })).status).toBe(404);
  });

  it.each([
    ['/channels/nonsense', 'chatId'],
    ['/channels/0', 'chatId'],
    ['/channels/@no', 'chatId'],
    ['/channels/5?x=1', 'x'],
    ['/channels/5/posts?limit=0', 'limit'],
    ['/channels/5/posts?limit=101', 'limit'],
    ['/channels/5/posts?limit=-1', 'limit'],
    ['/channels/5/posts?limit=5.5', 'limit'],
    ['/channels/5/posts?limit=', 'limit'],
    ['/channels/5/posts?limit=5&limit=6', 'limit'],
    ['/channels/5/posts?limit[]=5', 'limit[]'],
    ['/channels/5/posts?offset=5', 'offset'],
    ['/channels/5/messages/0', 'messageId'],
    ['/channels/5/messages/x', 'messageId'],
    ['/channels/5/messages/2147483648', 'messageId'],
    ['/channels/5/messages/1?views=1', 'views'],
    ['/status?verbose=1', 'verbose'],
  ])('refuses %s and says what is wrong with it, session or not', async (path, field) => {
    for (const changed of [{}, withSession]) {
      const answer = await ask(`/api/v1/stats${path}`, withToken, changed);
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'invalid-request', errors: [{ field }] },
        asked: [],
      });
      expect(answer.type).toContain('application/problem+json');
    }
  });

  it('refuses an address that cannot be read', async () => {
    expect(await ask('/api/v1/stats/channels/%E0%A4', withToken)).toMatchObject({ status: 400 });
  });

  it.each(['/channels/5', '/channels/@news/posts', '/channels/-1002200000101/messages/7'])(
    'answers %s with 503 and the reason while there is no session',
    async (path) => {
      const answer = await ask(`/api/v1/stats${path}`, withToken);
      expect(answer).toMatchObject({
        status: 503,
        body: { code: 'no-session', reason: 'connecting' },
        asked: [],
      });
    },
  );

  it('tells a basic group for what it is', async () => {
    const answer = await ask('/api/v1/stats/channels/-4123456', withToken, withSession);
    expect(answer).toMatchObject({ status: 422, body: { code: 'not-a-channel', what: 'group' } });
  });

  it.each<[ResolveOutcome, number, object]>([
    [{ kind: 'not-found' }, 404, { code: 'channel-unknown' }],
    [{ kind: 'not-a-channel', what: 'bot' }, 422, { code: 'not-a-channel', what: 'bot' }],
    [{ kind: 'private' }, 403, { code: 'channel-private' }],
    [{ kind: 'wait', until: '2099-01-01T00:00:00.000Z' }, 429, { code: 'flood-wait' }],
    [{ kind: 'no-source' }, 503, { code: 'no-session', reason: 'connecting' }],
  ])('answers for a name that turned out %j', async (outcome, expected, body) => {
    const changed = { ...withSession, resolve: async () => outcome };
    const answer = await ask('/api/v1/stats/channels/@news', withToken, changed);
    expect(answer).toMatchObject({ status: expected, body });
  });

  it('says that the database is away, and nothing of its address', async () => {
    const answer = await ask('/api/v1/stats/channels/5', withToken, withSession);
    expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily-unavailable' } });
    expect(JSON.stringify(answer.body)).not.toContain('127.0.0.1');
  });

  it('gives up when an answer takes too long', async () => {
    const changed = { ...withSession, deadlineMs: 30, resolve: () => new Promise<never>(() => undefined) };
    expect(await ask('/api/v1/stats/channels/@news', withToken, changed)).toMatchObject({
      status: 504,
      body: { code: 'telegram-silent' },
    });
  });

  it('connects on demand and says why it could not', async () => {
    const failed = await ask('/api/v1/stats/connect', post('{}'));
    expect(failed).toMatchObject({
      status: 503,
      body: { code: 'no-session', reason: 'connecting' },
      asked: ['connect'],
    });
    const connected = { ...status, connected: true, reason: null };
    const done = await ask('/api/v1/stats/connect', post('{}'), { status: () => connected });
    expect(done).toMatchObject({ status: 200, body: connected });
    const wrong = await ask('/api/v1/stats/connect', post('{"force":true}'));
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ field: 'force' }] }, asked: [] });
  });
});
