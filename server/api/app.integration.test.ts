import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelListSchema, channelReportSchema } from '#contract/channel.ts';
import { miniAppConfigSchema } from '#contract/mini-app-config.ts';
import { problemSchema } from '#contract/problem.ts';
import { aRunningApi, type RunningApi } from './a-running-api.ts';
import { aStoredChannel } from './a-stored-channel.ts';
import { listen } from './listen.ts';
import { noQuery } from './routes/no-query.ts';
import { openRoute } from './routes/route.ts';

describe('the API', () => {
  let api: RunningApi;
  let viewer: { authorization: string };

  beforeAll(async () => {
    api = await aRunningApi();
    await aStoredChannel(api.database, '1001', { visibility: 'public', views: [10, 20, 30, 40, 50, 60] });
    await aStoredChannel(api.database, '1002', { visibility: 'private' });
    viewer = await api.signIn(1);
    for (const channelId of ['1001', '1002'])
      await api.database.query(
        'INSERT INTO tracked_channels (viewer_id, channel_id, tracked_at) VALUES (1, $1, $2)',
        [channelId, api.clock.now],
      );
  });
  afterAll(() => api.stop());

  async function problemOf(answer: Response): Promise<ReturnType<typeof problemSchema.parse>> {
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const problem = problemSchema.parse(await answer.json());
    expect(problem.status).toBe(answer.status);
    expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
    return problem;
  }

  it('lists the channels a viewer tracks and may see, and none of somebody else', async () => {
    const list = channelListSchema.parse(await (await api.ask('GET', '/channels', viewer)).json());
    expect(list.channels.map((channel) => channel.channelId)).toEqual(['1001']);
    expect(list.channels[0]?.recentViews).toEqual([10, 20, 30, 40, 50, 60]);
    const nobody = await (await api.ask('GET', '/channels', await api.signIn(9))).json();
    expect(nobody).toEqual({ channels: [] });
  });

  it('reports a channel by the contract, with figures worked by hand', async () => {
    const answer = await api.ask('GET', '/channels/1001/report?period=7d', viewer);
    const report = channelReportSchema.parse(await answer.json());
    expect(report.period).toBe('7d');
    expect(report.averageReach).toMatchObject({ value: 35, n: 6 });
    expect(report.medianReach.value).toBe(35);
    expect(report.reachPerSubscriber.value).toBeCloseTo(35 / 1_000, 12);
    expect(report.engagementRate.value).toBeCloseTo((6 * 5) / 210, 12);
    expect(report.viewsByPost.views).toEqual([10, 20, 30, 40, 50, 60]);
    const instants = report.viewsByPost.publishedAt;
    expect(instants).toEqual([...instants].sort((one, other) => one - other));
    expect(report.bestPost).toMatchObject({ postId: 6, views: 60 });
  });

  it('takes thirty days when no period is asked', async () => {
    const report = await (await api.ask('GET', '/channels/1001/report', viewer)).json();
    expect(report).toMatchObject({ period: '30d' });
  });

  it.each([
    ['/channels/1001/report?period=5d', 'period'],
    ['/channels/1001/report?period=7d&period=30d', 'period'],
    ['/channels/1001/report?since=1', 'since'],
    ['/channels?limit=5', 'limit'],
    ['/users/me?__proto__[admin]=true', '__proto__[admin]'],
    ['/users/me?__proto__=true', '__proto__'],
  ])('refuses the query of %s and names the field', async (path, field) => {
    const answer = await api.ask('GET', path, viewer);
    expect(answer.status).toBe(400);
    const problem = await problemOf(answer);
    expect(problem.code).toBe('invalid-request');
    expect(problem.errors?.map((error) => error.field)).toEqual([field]);
  });

  it.each([
    ['GET', '/nothing', 404, 'not-found'],
    ['GET', '/metrics', 404, 'not-found'],
    ['GET', '/users/me/', 404, 'not-found'],
    ['GET', '/Users/me', 404, 'not-found'],
    ['GET', '/api/users/me', 404, 'not-found'],
    ['GET', '/channels/%E0%A4%A/report', 400, 'invalid-request'],
    ['PUT', '/users/me', 405, 'method-not-allowed'],
    ['OPTIONS', '/users/me', 405, 'method-not-allowed'],
    ['GET', '/auth/session', 405, 'method-not-allowed'],
  ])('answers %s %s with %i', async (method, path, status, code) => {
    const answer = await api.ask(method, path, viewer);
    expect(answer.status).toBe(status);
    expect((await problemOf(answer)).code).toBe(code);
  });

  it('names the methods that are allowed', async () => {
    expect((await api.ask('PUT', '/auth/session')).headers.get('allow')).toBe('POST, DELETE');
    expect((await api.ask('POST', '/users/me')).headers.get('allow')).toBe('GET, HEAD');
  });

  it('answers HEAD like GET, without a body', async () => {
    const answer = await api.ask('HEAD', '/users/me', viewer);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });

  it.each([
    ['a body above 16 KiB', JSON.stringify({ text: 'x'.repeat(17_000) }), 413, 'payload-too-large'],
    ['a body that is not JSON', '{"text":', 400, 'invalid-request'],
  ])('refuses %s before it asks who sends it', async (_, body, status, code) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await api.ask('POST', '/auth/session', headers, body);
    expect(answer.status).toBe(status);
    expect((await problemOf(answer)).code).toBe(code);
  });

  it('says 401 with a way to sign in when nobody asks', async () => {
    const answer = await api.ask('GET', '/users/me');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer, tma');
    expect((await problemOf(answer)).code).toBe('not-authenticated');
  });

  it('tells the Mini App its hosts and the bot, to anybody, for five minutes', async () => {
    const answer = await api.ask('GET', '/config');
    expect(miniAppConfigSchema.parse(await answer.json())).toEqual({
      miniAppHosts: ['https://web.telegram.org'],
      botUsername: 'channel_pulse_bot',
      botLink: 'https://t.me/channel_pulse_bot',
    });
  });

  it('links to no bot of t.me while the bot lives in another Telegram', async () => {
    const local = await aRunningApi(undefined, { isRealTelegram: false });
    const config = miniAppConfigSchema.parse(await (await local.ask('GET', '/config')).json());
    await local.stop();
    expect(config).toMatchObject({ botUsername: 'channel_pulse_bot', botLink: null });
  });

  it('sends headers that keep a browser careful, and none that keeps Telegram from showing the app', async () => {
    const { headers } = await api.ask('GET', '/config');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('etag')).toBeNull();
  });
});

describe('the API in trouble', () => {
  it('answers 503 with the time to come back, and keeps what it knows to itself', async () => {
    const api = await aRunningApi();
    const viewer = await api.signIn(1);
    await api.database.close();
    const answer = await api.ask('GET', '/channels', viewer);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'temporarily-unavailable' });
    expect(text).not.toMatch(/pool|postgres|ECONN/i);
    expect((await api.ask('GET', '/config')).status).toBe(200);
    await api.stop();
  });

  it('says 500 and a number to look up when a route breaks; the text of the error stays in the log', async () => {
    const broken = openRoute({ method: 'GET', path: '/broken', query: noQuery }, async () => {
      throw new Error('the password is hunter2');
    });
    const api = await aRunningApi([broken]);
    const answer = await api.ask('GET', '/broken');
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(problemSchema.parse(JSON.parse(text)).code).toBe('internal');
    expect(text).not.toContain('hunter2');
    const requestId = answer.headers.get('x-request-id') ?? 'none';
    expect(api.logged.find((line) => line.startsWith('a request broke'))).toContain(requestId);
    await api.stop();
  });

  it('takes no port that is taken', async () => {
    const first = await listen((_request, response) => response.end(), 0);
    await expect(listen((_request, response) => response.end(), first.port)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    const socket = connect(first.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    await first.stop();
  });
});
