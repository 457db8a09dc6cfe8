import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validate } from '@telegram-apps/init-data-node';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createControlClient } from '#sandbox/control/client.ts';
import { people } from '#sandbox/world/people.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';

const { owner } = people;
let open: Sandbox[] = [];

async function start(options: Partial<SandboxOptions> & { dataDir: string }): Promise<Sandbox> {
  const sandbox = await createSandbox({ pagePort: 0, worlds: [], ...options });
  open.push(sandbox);
  return sandbox;
}

const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function newDirectory(): string {
  return mkdtempSync(join(folder, 'data-'));
}

afterEach(async () => {
  for (const sandbox of open) await sandbox.close();
  open = [];
});

describe('createSandbox', () => {
  it('keeps who and where it is, its world and its chats over a restart', async () => {
    const dataDir = newDirectory();
    const first = await start({ dataDir });
    const world = await first.control.listChannels();
    await first.control.startBot({ personId: owner.id });
    const { pageUrl: _, ...before } = first.addresses;
    await first.close();
    open = [];
    const second = await start({ dataDir });
    expect(second.addresses).toMatchObject(before);
    expect((await second.control.listChannels()).map(({ id }) => id)).toEqual(world.map(({ id }) => id));
    expect((await second.control.readChat({ personId: owner.id })).messages).toMatchObject([
      { text: '/start' },
    ]);
  });

  it('writes its addresses and secrets for its owner only', async () => {
    const dataDir = newDirectory();
    const { addresses } = await start({ dataDir });
    expect(JSON.parse(readFileSync(join(dataDir, 'addresses.json'), 'utf8'))).toEqual(addresses);
    for (const name of [
      'addresses.json',
      'identity.json',
      'accounts.jsonl',
      'session-string',
      'rsa-key.pem',
      'init-data-key.pem',
    ]) {
      expect(statSync(join(dataDir, name)).mode & 0o077, name).toBe(0);
    }
  });

  it('refuses kept data of another world and names the way out', async () => {
    const dataDir = newDirectory();
    await (await start({ dataDir, seed: 1 })).close();
    open = [];
    await expect(createSandbox({ dataDir, pagePort: 0, worlds: [], seed: 2 })).rejects.toThrowError(
      /--fresh/,
    );
    const anew = await start({ dataDir, seed: 2, isFresh: true });
    expect((await anew.control.listPeople()).length).toBe(4);
  });

  it('is alone on its data directory, and says who holds it', async () => {
    const dataDir = newDirectory();
    await start({ dataDir });
    await expect(createSandbox({ dataDir, pagePort: 0, worlds: [], isFresh: true })).rejects.toMatchObject({
      code: 'data-in-use',
      message: expect.stringContaining(`(pid ${process.pid})`),
    });
    expect(statSync(join(dataDir, 'world.json')).isFile()).toBe(true);
  });

  it('does not fix the world by a first start that fails, and does not hold the directory after it', async () => {
    const dataDir = newDirectory();
    const first = await start({ dataDir: newDirectory() });
    const pagePort = Number(new URL(first.addresses.pageUrl).port);
    const failing = createSandbox({ dataDir, pagePort, worlds: [], seed: 1, epoch: 1_780_000_000 });
    await expect(failing).rejects.toThrowError('already in use');
    const second = await start({ dataDir, seed: 2, epoch: 1_790_000_000 });
    expect((await second.control.readClock()).now).toBeGreaterThanOrEqual(1_790_000_000);
    expect(JSON.parse(readFileSync(join(dataDir, 'world.json'), 'utf8'))).toMatchObject({ seed: 2 });
  });

  it('says which port is taken', async () => {
    const first = await start({ dataDir: newDirectory() });
    const pagePort = Number(new URL(first.addresses.pageUrl).port);
    await expect(createSandbox({ dataDir: newDirectory(), pagePort, worlds: [] })).rejects.toThrowError(
      `Port ${pagePort} is already in use`,
    );
  });

  it('listens on this machine only', async () => {
    await expect(start({ dataDir: newDirectory(), host: '0.0.0.0' })).rejects.toThrowError(/loopback/);
  });
});

describe('control', () => {
  it('does over HTTP what it does in the process', async () => {
    const { addresses, control } = await start({ dataDir: newDirectory() });
    const client = createControlClient(addresses.controlUrl);
    const [channel] = await client.listChannels();
    const { messageId } = await client.publishPost({ channelId: channel?.id ?? '', text: 'fresh' });
    expect(messageId).toBeGreaterThan(0);
    expect(await client.readTruth({ channelId: channel?.id ?? '' })).toHaveProperty('posts');
    await client.sendMessage({ personId: owner.id, text: 'hello' });
    expect((await control.readChat({ personId: owner.id })).messages).toMatchObject([{ text: 'hello' }]);
    expect(await client.listPendingUpdates()).toMatchObject([{ kind: 'message' }]);
    await expect(client.sendMessage({ personId: '1', text: 'x' })).rejects.toMatchObject({
      code: 'no-such-person',
    });
  });

  it('makes the Bot API fail as told, and counts it', async () => {
    const { addresses, control } = await start({ dataDir: newDirectory() });
    const effect = {
      kind: 'error' as const,
      code: 429,
      description: 'Too Many Requests: retry after 7',
      retryAfter: 7,
    };
    await control.addBotApiFault({ method: 'getMe', count: 1, effect });
    const getMe = async () => (await fetch(`${addresses.botApiRoot}/bot${addresses.botToken}/getMe`)).json();
    expect(await getMe()).toMatchObject({ error_code: 429, parameters: { retry_after: 7 } });
    expect(await getMe()).toMatchObject({ ok: true });
    expect((await control.listFaults()).botApi).toMatchObject([{ hits: 1 }]);
    expect((await control.listBotApiCalls()).map(({ status }) => status)).toEqual([429, 200]);
  });

  it('opens the Mini App with init data that validates, by link and by button', async () => {
    const { addresses, control } = await start({
      dataDir: newDirectory(),
      miniAppUrl: 'http://127.0.0.1:9/',
    });
    const byLink = await control.openMiniApp({
      personId: owner.id,
      source: { kind: 'link', startParameter: 'c42' },
    });
    validate(byLink?.initData ?? '', addresses.botToken);
    const url = new URL(byLink?.url ?? '');
    expect(url.searchParams.get('tgWebAppStartParam')).toBe('c42');
    expect(new URLSearchParams(url.hash.slice(1)).get('tgWebAppData')).toBe(byLink?.initData);
    const byButton = await control.openMiniApp({
      personId: owner.id,
      source: { kind: 'button', url: 'http://127.0.0.1:9/?startapp=c42' },
      theme: 'dark',
    });
    expect(byButton?.url).toMatch(/^http:\/\/127\.0\.0\.1:9\/\?startapp=c42#tgWebAppData=/);
    expect(byButton?.initData).toMatch(/^query_id=/);
  });
});

/** A bare request, with headers that fetch would not send. */
function statusOf(address: string, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? '{}' : undefined);
  });
}

describe('web pages', () => {
  it('of others can neither drive the page nor the control', async () => {
    const { addresses } = await start({ dataDir: newDirectory() });
    const { pageUrl, controlUrl } = addresses;
    const foreign = { origin: 'https://evil.example' };
    expect(await statusOf(`${pageUrl}/api/start`, 'POST', foreign)).toBe(403);
    expect(await statusOf(`${controlUrl}/listPeople`, 'POST', foreign)).toBe(403);
    expect(await statusOf(`${pageUrl}/api/people`, 'GET', { host: 'evil.example' })).toBe(421);
    expect(await statusOf(`${controlUrl}/listPeople`, 'POST', { host: 'evil.example' })).toBe(403);
    expect(await statusOf(`${pageUrl}/api/people`, 'GET', {})).toBe(200);
  });

  it('are led from localhost to the one address of the page', async () => {
    const { pageUrl } = (await start({ dataDir: newDirectory() })).addresses;
    const { port } = new URL(pageUrl);
    expect(await statusOf(pageUrl, 'GET', { host: `localhost:${port}` })).toBe(307);
    expect(await statusOf(pageUrl, 'GET', { host: `127.0.0.1:${port}` })).toBe(200);
  });

  it('cannot reach a file outside the page', async () => {
    const { pageUrl } = (await start({ dataDir: newDirectory() })).addresses;
    for (const path of [
      '/../page-server.ts',
      '/..%2fpage-server.ts',
      '/page-server.ts',
      '/files/photos-x',
      '/nothing.js',
    ]) {
      expect(await statusOf(pageUrl + path, 'GET', {}), path).toBe(404);
    }
    expect(await statusOf(`${pageUrl}/main.js`, 'GET', {})).toBe(200);
  });
});
