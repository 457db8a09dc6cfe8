import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type BotApiClient, createBotApiClient } from './client.ts';
import { BotApiError, BotApiUnreachableError } from './errors.ts';

const token = `${'1'.repeat(9)}:${'A'.repeat(35)}`;
const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

interface Heard {
  path: string;
  body: unknown;
}

/** A Bot API that answers every call with `answer`, and the client that talks to it. */
async function aBotApi(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  path = '',
): Promise<{ client: BotApiClient; heard: Heard[]; root: string }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      heard.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const root = `http://127.0.0.1:${port}${path}`;
  const client = createBotApiClient({ apiRoot: root, token });
  open.push(async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { client, heard, root };
}

const says =
  (body: unknown, status = 200) =>
  (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

describe('the Bot API client', () => {
  it('posts JSON to the method of the bot, below the path of the root', async () => {
    const { client, heard } = await aBotApi(says({ ok: true, result: { message_id: 7 } }), '/api/');
    expect(await client.call('sendMessage', { chat_id: 1, text: 'да' })).toEqual({ message_id: 7 });
    expect(heard).toEqual([{ path: `/api/bot${token}/sendMessage`, body: { chat_id: 1, text: 'да' } }]);
  });

  it('throws a refusal with its code and how long to wait', async () => {
    const { client } = await aBotApi(
      says({ ok: false, error_code: 429, description: 'Too Many', parameters: { retry_after: 7 } }, 429),
    );
    const error = await client.call('sendMessage', {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BotApiError);
    expect(error).toMatchObject({ errorCode: 429, description: 'Too Many', retryAfterSeconds: 7 });
  });

  it('gives a refusal back as an answer where asked for the answer', async () => {
    const { client } = await aBotApi(says({ ok: false, error_code: 400, description: 'Bad Request' }, 400));
    expect(await client.request('sendMessage', {})).toEqual({
      ok: false,
      error_code: 400,
      description: 'Bad Request',
    });
  });

  it.each([
    ['a page of a proxy', '<html>502</html>'],
    ['JSON of somebody else', { status: 'down' }],
    ['JSON that is no object', '[]'],
  ])('calls it unreachable when it answers with %s', async (_, body) => {
    const { client } = await aBotApi(says(body, 502));
    await expect(client.call('getMe', {})).rejects.toThrow(
      'getMe: the Bot API did not answer: its answer is not the JSON of a Bot API',
    );
  });

  it('gives a silent server up at the deadline', async () => {
    const { client } = await aBotApi(() => undefined);
    const started = performance.now();
    await expect(client.call('getMe', {}, { deadlineMs: 80 })).rejects.toThrow('the deadline passed');
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('stops when the caller gives up', async () => {
    const { client } = await aBotApi(() => undefined);
    await expect(client.call('getUpdates', {}, { signal: AbortSignal.timeout(50) })).rejects.toThrow(
      'the call was given up',
    );
  });

  it('names a closed port without the token in the words', async () => {
    const { client, root } = await aBotApi(says({}));
    await client.close();
    for (const close of open.splice(0)) await close();
    const gone = createBotApiClient({ apiRoot: root, token });
    open.push(() => gone.close());
    const error = await gone.call('getMe', {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BotApiUnreachableError);
    expect(String(error)).toContain('ECONNREFUSED');
    expect(JSON.stringify([String(error), error])).not.toContain(token);
  });

  it('sets a webhook with every choice spelled out', async () => {
    const { client, heard } = await aBotApi(says({ ok: true, result: true }));
    await client.setWebhook({
      url: 'https://example.org/hook',
      secretToken: 'secret',
      allowedUpdates: ['message'],
      maxConnections: 100,
      isDroppingPending: false,
    });
    expect(heard[0]?.body).toEqual({
      url: 'https://example.org/hook',
      secret_token: 'secret',
      allowed_updates: ['message'],
      max_connections: 100,
      drop_pending_updates: false,
    });
  });

  it('checks the shape of what it returns as its own', async () => {
    const { client } = await aBotApi(says({ ok: true, result: { url: 5 } }));
    await expect(client.getWebhookInfo()).rejects.toThrow('its answer has another shape');
  });
});
