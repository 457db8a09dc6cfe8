import { describe, expect, it, vi } from 'vitest';
import type { ChannelId } from '#contract/channel-id.ts';
import { createApi } from './api.ts';
import { createConfig } from './config.ts';
import { isWorthRetrying, ProblemError } from './problem-error.ts';
import type { Fetch } from './request.ts';

interface Asked {
  method: string | undefined;
  address: string;
  authorization: string | undefined;
}

/** A server that answers by the table and writes down what it was asked; a question not in the table fails the test. */
function aServer(answers: Record<string, () => Response | Promise<Response>>): {
  fetch: Fetch;
  asked: Asked[];
} {
  const asked: Asked[] = [];
  const fetch: Fetch = async (address, { method, headers }) => {
    const { authorization } = headers as Record<string, string>;
    asked.push({ method, address, authorization });
    const answer = answers[`${method} ${address}`];
    if (answer === undefined) throw new Error(`nobody expected ${method} ${address}`);
    return await answer();
  };
  return { fetch, asked };
}

function json(body: object): Response {
  return Response.json(body);
}

function problem(status: number, code: string): Response {
  return new Response(JSON.stringify({ code, status, title: '', type: '', requestId: 'r1' }), {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  });
}

const channelId = '1234' as ChannelId;

describe('createApi', () => {
  it('exchanges init data once, however many questions wait, and then brings the token', async () => {
    const { fetch, asked } = aServer({
      'POST /api/auth/session': () => json({ token: 'T1', expiresAt: '' }),
      'GET /api/channels': () => json({ channels: [] }),
      'GET /api/channels/1234/report?period=7d': () => json({ period: '7d' }),
    });
    const api = createApi('user=1&hash=2', fetch);
    const answers = await Promise.all([api.loadChannels(), api.loadReport(channelId, '7d')]);
    expect(answers).toEqual([{ channels: [] }, { period: '7d' }]);
    expect(asked.map((one) => one.authorization)).toEqual(['tma user=1&hash=2', 'Bearer T1', 'Bearer T1']);
  });

  it('renews a session that has ended, once for all questions, and asks again', async () => {
    let sessions = 0;
    const { fetch, asked } = aServer({
      'POST /api/auth/session': () => json({ token: `T${++sessions}`, expiresAt: '' }),
      'GET /api/channels': () =>
        asked.at(-1)?.authorization === 'Bearer T2'
          ? json({ channels: [] })
          : problem(401, 'session-expired'),
    });
    const api = createApi('x', fetch);
    await Promise.all([api.loadChannels(), api.loadChannels()]);
    expect(sessions).toBe(2);
  });

  it('gives up after one renewal, so that a server that always refuses is not asked for ever', async () => {
    const { fetch, asked } = aServer({
      'POST /api/auth/session': () => json({ token: 'T', expiresAt: '' }),
      'GET /api/channels': () => problem(401, 'session-expired'),
    });
    await expect(createApi('x', fetch).loadChannels()).rejects.toMatchObject({ code: 'session-expired' });
    expect(asked).toHaveLength(4);
  });

  it('says that init data is too old, and tries the exchange anew with the next question', async () => {
    let isOld = true;
    const { fetch } = aServer({
      'POST /api/auth/session': () =>
        isOld ? problem(401, 'init-data-expired') : json({ token: 'T', expiresAt: '' }),
      'GET /api/channels': () => json({ channels: [] }),
    });
    const api = createApi('x', fetch);
    await expect(api.loadChannels()).rejects.toMatchObject({ code: 'init-data-expired', requestId: 'r1' });
    isOld = false;
    await expect(api.loadChannels()).resolves.toEqual({ channels: [] });
  });

  it.each([
    ['an answer of a front', () => new Response('<html>', { status: 502 }), 'temporarily-unavailable'],
    ['no network', () => Promise.reject(new TypeError('Failed to fetch')), 'no-connection'],
    ['half an answer', () => new Response('{"channels":['), 'no-connection'],
    ['a problem', () => problem(404, 'not-found'), 'not-found'],
  ])('makes a problem of %s', async (_, answer, code) => {
    const { fetch } = aServer({
      'POST /api/auth/session': () => json({ token: 'T', expiresAt: '' }),
      'GET /api/channels': answer,
    });
    await expect(createApi('x', fetch).loadChannels()).rejects.toMatchObject({ code });
  });

  it('gives up after eight seconds of silence and says so', async () => {
    vi.useFakeTimers();
    const fetch: Fetch = (_, { signal }) =>
      new Promise((_answer, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    const asked = expect(createApi('x', fetch).loadChannels()).rejects.toMatchObject({ code: 'too-slow' });
    await vi.advanceTimersByTimeAsync(7_900);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    await asked;
    vi.useRealTimers();
  });

  it('leaves an abort of the caller what it is', async () => {
    const controller = new AbortController();
    const { fetch } = aServer({
      'POST /api/auth/session': () => json({ token: 'T', expiresAt: '' }),
      'GET /api/channels': () => {
        controller.abort();
        return Promise.reject(controller.signal.reason);
      },
    });
    await expect(createApi('x', fetch).loadChannels(controller.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('isWorthRetrying', () => {
  it('asks again only what may be answered in a moment', () => {
    expect(isWorthRetrying(new ProblemError('temporarily-unavailable', null))).toBe(true);
    expect(isWorthRetrying(new ProblemError('no-connection', null))).toBe(true);
    expect(isWorthRetrying(new ProblemError('not-found', 'r'))).toBe(false);
    expect(isWorthRetrying(new ProblemError('init-data-expired', 'r'))).toBe(false);
  });
});

describe('createConfig', () => {
  it('asks once, and again after a failure', async () => {
    let isUp = false;
    const { fetch, asked } = aServer({
      'GET /api/config': () =>
        isUp ? json({ miniAppHosts: [], botUsername: 'b' }) : problem(503, 'temporarily-unavailable'),
    });
    const loadConfig = createConfig(fetch);
    await expect(loadConfig()).rejects.toMatchObject({ code: 'temporarily-unavailable' });
    isUp = true;
    await loadConfig();
    await expect(loadConfig()).resolves.toEqual({ miniAppHosts: [], botUsername: 'b' });
    expect(asked).toHaveLength(2);
  });
});
