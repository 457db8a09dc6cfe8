import { connect } from 'node:net';
import fc from 'fast-check';
import { request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import type { InboxUpdate } from '#server/inbox/update.ts';
import type { Log } from '#server/log.ts';
import { serveWebhook, type WebhookServer } from './serve-webhook.ts';
import { createWebhookHandler, type WebhookDependencies, webhookPath } from './webhook-handler.ts';

const secret = 's'.repeat(40);
const silent: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const servers: WebhookServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

interface Kept {
  updates: InboxUpdate[];
  quarantined: { body: string; problem: string }[];
}

async function aWebhook(changes: Partial<WebhookDependencies> = {}): Promise<Kept & { port: number }> {
  const kept: Kept = { updates: [], quarantined: [] };
  const handler = createWebhookHandler({
    inbox: {
      store: async (update) => {
        kept.updates.push(update);
      },
      quarantine: async (body, problem) => {
        kept.quarantined.push({ body: body.toString(), problem });
      },
    },
    secret,
    log: silent,
    ...changes,
  });
  const server = await serveWebhook(handler, 0);
  servers.push(server);
  return { ...kept, port: server.port };
}

async function send(
  port: number,
  options: { method?: string; path?: string; body?: string | Buffer; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: string; headers: Record<string, string | string[] | undefined> }> {
  const method = options.method ?? 'POST';
  const response = await request(`http://127.0.0.1:${port}${options.path ?? webhookPath}`, {
    method: method as 'POST',
    headers: options.headers ?? { 'x-telegram-bot-api-secret-token': secret },
    body: method === 'GET' || method === 'HEAD' ? null : (options.body ?? '{}'),
  });
  return { status: response.statusCode, body: await response.body.text(), headers: response.headers };
}

const update = '{"update_id":1,"message":{"chat":{"id":5},"from":{"id":5},"text":"hi"}}';

describe('the webhook', () => {
  it('stores an update and answers 200 with an empty body', async () => {
    const webhook = await aWebhook();
    expect(await send(webhook.port, { body: update })).toMatchObject({ status: 200, body: '' });
    expect(webhook.updates).toEqual([{ updateId: 1, queueKey: '5:5', payload: update }]);
  });

  it.each([
    ['no secret', {}],
    ['a wrong one', { 'x-telegram-bot-api-secret-token': `${secret}x` }],
    ['an empty one', { 'x-telegram-bot-api-secret-token': '' }],
    ['a shorter one', { 'x-telegram-bot-api-secret-token': secret.slice(1) }],
  ])('answers 401 with %s before it looks at the body', async (_, headers) => {
    const webhook = await aWebhook();
    const body = Buffer.alloc(2 * 1024 * 1024, 'x');
    expect(await send(webhook.port, { headers: { ...headers }, body: body.subarray(0, 10) })).toMatchObject({
      status: 401,
      body: '',
    });
    expect([webhook.updates, webhook.quarantined]).toEqual([[], []]);
  });

  it('does not take the right secret twice for the right one', async () => {
    const webhook = await aWebhook();
    const answer = await speak(
      webhook.port,
      `POST ${webhookPath} HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: ${secret}\r\nX-Telegram-Bot-Api-Secret-Token: ${secret}\r\nContent-Length: 2\r\n\r\n{}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('answers 405 to %s and names POST', async (method) => {
    const webhook = await aWebhook();
    const answer = await send(webhook.port, { method });
    expect(answer).toMatchObject({ status: 405, body: '' });
    expect(answer.headers.allow).toBe('POST');
  });

  it('answers 404 on every other path', async () => {
    const webhook = await aWebhook();
    for (const path of ['/', '/telegram/webhook/', '/metrics', '/api/telegram/webhook'])
      expect((await send(webhook.port, { path })).status).toBe(404);
  });

  it('answers 413 over a megabyte, whether the length was announced or not', async () => {
    const webhook = await aWebhook();
    expect((await send(webhook.port, { body: Buffer.alloc(1024 * 1024 + 1, 'x') })).status).toBe(413);
    const chunk = 'x'.repeat(64 * 1024);
    const head = `POST ${webhookPath} HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: ${secret}\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunks = `${chunk.length.toString(16)}\r\n${chunk}\r\n`.repeat(17);
    expect(await speak(webhook.port, `${head}${chunks}`)).toMatch(/^HTTP\/1\.1 413 /);
    expect(webhook.quarantined).toEqual([]);
  });

  it.each([
    ['nothing', '', 'not JSON'],
    ['text', 'hello', 'not JSON'],
    ['an empty object', '{}', 'no object with an integer update_id'],
    ['a list', '[]', 'no object with an integer update_id'],
    ['a message that is null', '{"update_id":1,"message":null}', 'message is not of its shape'],
    ['two kinds', '{"update_id":1,"message":{},"poll":{}}', '2 known kinds instead of one'],
  ])('answers 200 to %s and keeps it in quarantine', async (_, body, problem) => {
    const webhook = await aWebhook();
    expect(await send(webhook.port, { body })).toMatchObject({ status: 200, body: '' });
    expect(webhook.quarantined).toEqual([{ body, problem }]);
    expect(webhook.updates).toEqual([]);
  });

  it('keeps bytes that are no text in quarantine', async () => {
    const webhook = await aWebhook();
    const body = Buffer.concat([
      Buffer.from('{"update_id":1,"message":{"text":"'),
      Buffer.from([0xff, 0xfe]),
    ]);
    expect((await send(webhook.port, { body })).status).toBe(200);
    expect(webhook.quarantined).toMatchObject([{ problem: 'not JSON' }]);
  });

  it('answers 503 when the database does not commit in time, so that Telegram comes again', async () => {
    const never = new Promise<void>(() => {});
    const webhook = await aWebhook({
      inbox: { store: () => never, quarantine: () => never },
      commitDeadlineMs: 50,
    });
    const answer = await send(webhook.port, { body: update });
    expect(answer).toMatchObject({ status: 503, body: '' });
    expect(answer.headers['retry-after']).toBe('1');
  });

  it('answers 503 when the database refuses', async () => {
    const refuse = (): Promise<void> => Promise.reject(new Error('no connection'));
    const webhook = await aWebhook({ inbox: { store: refuse, quarantine: refuse } });
    expect((await send(webhook.port, { body: update })).status).toBe(503);
    expect((await send(webhook.port, { body: 'x' })).status).toBe(503);
  });

  it('survives a sender that hangs up in the middle', async () => {
    const webhook = await aWebhook();
    await new Promise<void>((resolve) => {
      const socket = connect(webhook.port, '127.0.0.1', () => {
        socket.write(
          `POST ${webhookPath} HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: ${secret}\r\nContent-Length: 100\r\n\r\n{`,
        );
        setTimeout(() => {
          socket.destroy();
          resolve();
        }, 50);
      });
    });
    expect((await send(webhook.port, { body: update })).status).toBe(200);
    expect(webhook.quarantined).toEqual([]);
  });

  it('never answers anything but 200 to a body with the right secret, whatever JSON it is', async () => {
    const webhook = await aWebhook();
    const statuses: number[] = [];
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (body) => {
        const answer = await send(webhook.port, { body });
        statuses.push(answer.status);
        return answer.status === 200 && answer.body === '';
      }),
      { numRuns: 200 },
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('finishes what is under way when it stops', async () => {
    let commit = (): void => {};
    const committed = new Promise<void>((resolve) => {
      commit = resolve;
    });
    const webhook = await aWebhook({ inbox: { store: () => committed, quarantine: () => committed } });
    const answer = send(webhook.port, { body: update });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stopped = servers.splice(0)[0]?.stop();
    commit();
    expect((await answer).status).toBe(200);
    await expect(stopped).resolves.toBeUndefined();
  });
});

/** Writes raw bytes and gives back the beginning of the answer. */
function speak(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('error', reject);
    socket.once('data', (answer: Buffer) => {
      resolve(answer.toString());
      socket.destroy();
    });
  });
}
