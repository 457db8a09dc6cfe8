import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHttpProxy, startSocks5, type TestProxy } from '../a-proxy-server.ts';
import { type BotApiClient, createBotApiClient } from './client.ts';

const token = `${'1'.repeat(9)}:${'A'.repeat(35)}`;
const credentials = { username: 'operator', password: 'p:ss-word' };
const open: (() => Promise<unknown>)[] = [];
let target: string;

beforeEach(async () => {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () =>
      response.end(JSON.stringify({ ok: true, result: request.url?.split('/').at(-1) })),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  open.push(() => new Promise((resolve) => server.close(resolve)));
});

afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function through(kind: 'http' | 'socks5', known: typeof credentials | null): Promise<Through> {
  const proxy = await (kind === 'http' ? startHttpProxy(credentials) : startSocks5(credentials));
  const client = createBotApiClient({
    apiRoot: `http://${target}`,
    token,
    proxy: { kind, host: '127.0.0.1', port: proxy.port, credentials: known },
  });
  open.push(proxy.close, client.close);
  return { proxy, client };
}

interface Through {
  proxy: TestProxy;
  client: BotApiClient;
}

describe.each(['http', 'socks5'] as const)('the Bot API through a proxy: %s', (kind) => {
  it('is reached, over connections that are kept', async () => {
    const { proxy, client } = await through(kind, credentials);
    for (let count = 0; count < 10; count += 1) expect(await client.call('getMe', {})).toBe('getMe');
    expect(new Set(proxy.targets)).toEqual(new Set([target]));
    expect(proxy.targets.length).toBeLessThan(5);
  });

  it('is reached by many calls at once', async () => {
    const { client } = await through(kind, credentials);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => client.call(`m${index}`, {})));
    expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => `m${index}`));
  });

  it('is not reached without the password, and the error holds nothing of it', async () => {
    const { proxy, client } = await through(kind, { ...credentials, password: 'wrong-one' });
    const error = await client.call('getMe', {}).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'bot-api-unreachable' });
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/operator|wrong-one|p:ss-word/);
    expect(proxy.targets).toEqual([]);
  });

  it('is not reached past a proxy that is away', async () => {
    const { proxy, client } = await through(kind, credentials);
    await proxy.close();
    await expect(client.call('getMe', {})).rejects.toMatchObject({ code: 'bot-api-unreachable' });
  });

  it('leaves nothing open when the client is closed', async () => {
    const { proxy, client } = await through(kind, credentials);
    await client.call('getMe', {});
    expect(proxy.open()).toBeGreaterThan(0);
    await client.close();
    await expect.poll(() => proxy.open()).toBe(0);
  });
});

it('the Bot API is reached straight where the proxy carries only MTProto', async () => {
  const proxy = {
    kind: 'mtproxy',
    host: '127.0.0.1',
    port: 9,
    secret: Buffer.alloc(16),
    isPadded: false,
  } as const;
  const client = createBotApiClient({ apiRoot: `http://${target}`, token, proxy });
  open.push(client.close);
  expect(await client.call('getMe', {})).toBe('getMe');
});
