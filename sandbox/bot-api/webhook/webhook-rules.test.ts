import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFaults } from '#sandbox/faults/faults.ts';
import { createBotStore } from '../bot-store.ts';
import { type KeyValueFile, openKeyValueFile } from '../key-value-file.ts';
import { createUpdateQueue } from '../update-queue.ts';
import type { Later } from './delivery-clock.ts';
import { createDeliveryLedger } from './delivery-ledger.ts';
import { createSelfSigned } from './self-signed.test-client.ts';
import { createWebhookSender } from './webhook-sender.ts';

const hour = 3_600;

let folder: string;
let file: KeyValueFile;
let server: Server;
let closers: (() => unknown)[];
/**
 * The sender's clock, in seconds. It stands still while anything is under way, and jumps to the end of every wait, so
 * that what is measured is what the sender waited for and not how busy the machine is.
 */
let now: number;

const later: Later = (seconds, work) => {
  const due = now + seconds;
  const soon = setImmediate(() => {
    now = Math.max(now, due);
    work();
  });
  return () => clearImmediate(soon);
};

interface Answer {
  status: number;
  retryAfter?: number;
  /** The answer is held back until then. */
  held?: Promise<unknown>;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'webhook-rules-'));
  file = openKeyValueFile(join(folder, 'store.jsonl'));
  now = 1_760_000_000;
  closers = [];
});
afterEach(async () => {
  for (const close of closers.toReversed()) await close();
  file.close();
  rmSync(folder, { recursive: true });
});

/** A sender on the test's clock, and a target that keeps when it was called by that clock. */
async function start(answer: (call: number) => Answer, maxConnections = 8) {
  const calls: number[] = [];
  const open = { now: 0, most: 0 };
  server = createServer((request, response) => {
    calls.push(now);
    open.now++;
    open.most = Math.max(open.most, open.now);
    const { status, retryAfter, held } = answer(calls.length);
    request.resume();
    void Promise.resolve(held).then(() => {
      open.now--;
      response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const store = createBotStore(file);
  const updates = createUpdateQueue(store, () => now);
  const ledger = createDeliveryLedger();
  const sender = createWebhookSender({
    ...{ store, updates, ledger },
    clock: { now: () => now, later, realMs: (seconds) => seconds * 1_000 },
    execute: () => expect.unreachable('no answer names a method'),
    faults: createFaults(),
  });
  const { port } = server.address() as AddressInfo;
  const settings = { secretToken: null, maxConnections, ipAddress: null, certificate: null };
  store.saveWebhook({ ...settings, url: `http://127.0.0.1:${port}/` });
  sender.restart();
  closers.push(
    () => new Promise((resolve) => server.close(resolve)),
    () => server.closeAllConnections(),
  );
  closers.push(() => sender.close());
  return { store, updates, ledger, sender, calls, open };
}

function waitsOf(calls: readonly number[]): number[] {
  return calls.slice(1).map((at, index) => at - (calls[index] ?? 0));
}

it('repeats at once, after 2, 4, 8, 16 and 32 s, then every 60 to 120 s', async () => {
  const { updates, calls } = await start(() => ({ status: 500 }));
  updates.add('message', {}, 'chat:1');
  await vi.waitFor(() => expect(calls.length).toBeGreaterThanOrEqual(40), { timeout: 15_000 });
  const waits = waitsOf(calls);
  // Instants are numbers of ten digits, so their differences are exact to a microsecond only.
  expect(waits.slice(0, 6).map((wait) => Number(wait.toFixed(6)))).toEqual([0, 2, 4, 8, 16, 32]);
  for (const wait of waits.slice(6)) {
    expect(wait).toBeGreaterThanOrEqual(59.999_999);
    expect(wait).toBeLessThan(120.000_001);
  }
});

it('obeys Retry-After instead of its own times, up to an hour', async () => {
  const asked = [40, 40, 9_000];
  const { updates, calls } = await start((call) => {
    const retryAfter = asked[call - 1];
    return retryAfter === undefined ? { status: 200 } : { status: 429, retryAfter };
  });
  updates.add('message', {}, 'chat:1');
  await vi.waitFor(() => expect(calls).toHaveLength(4), { timeout: 15_000 });
  expect(waitsOf(calls)).toEqual([40, 40, hour]);
});

it('takes a negative Retry-After for none', async () => {
  const { updates, calls } = await start((call) =>
    call <= 2 ? { status: 429, retryAfter: -5 } : { status: 200 },
  );
  updates.add('message', {}, 'chat:1');
  await vi.waitFor(() => expect(calls).toHaveLength(3), { timeout: 15_000 });
  expect(waitsOf(calls)).toEqual([0, 2]);
});

it('does not send what expired behind another of its queue, and goes on with what did not', async () => {
  const { updates, ledger, calls } = await start((call) =>
    call === 1 ? { status: 429, retryAfter: 40 } : { status: 200 },
  );
  updates.add('message', {}, 'chat:1');
  updates.add('inline_query', {}, 'chat:1');
  updates.add('message', {}, 'chat:1');
  // The ledger tells of what was tried: the second update never was.
  const delivered = { kind: 'message', outcome: 'delivered' };
  await vi.waitFor(() => expect(ledger.all()).toMatchObject([delivered, delivered]), { timeout: 15_000 });
  expect(calls).toHaveLength(3);
  expect(updates.pending()).toEqual([]);
});

it('uses all its connections after a success and only one after ten seconds without', async () => {
  let isUp = true;
  let held: Promise<unknown> | undefined;
  const { updates, calls, open } = await start(
    () => ({ status: isUp ? 200 : 500, ...(held && { held }) }),
    4,
  );
  const patience = { timeout: 15_000 };
  updates.add('message', {}, 'chat:0');
  await vi.waitFor(() => expect(updates.pending()).toEqual([]), patience);
  let release = (): void => undefined;
  held = new Promise<void>((resolve) => {
    release = resolve;
  });
  for (let chat = 1; chat <= 8; chat++) updates.add('message', {}, `chat:${chat}`);
  await vi.waitFor(() => expect(open.now).toBe(4), patience);
  release();
  await vi.waitFor(() => expect(updates.pending()).toEqual([]), patience);
  expect(calls).toHaveLength(9);
  expect(open.most).toBe(4);
  isUp = false;
  held = undefined;
  now += 11;
  open.most = 0;
  for (let chat = 1; chat <= 8; chat++) updates.add('message', {}, `chat:${chat}`);
  await vi.waitFor(() => expect(calls.length).toBeGreaterThanOrEqual(30), patience);
  expect(open.most).toBe(1);
});

it('removes the webhook when it was gone for 23 hours, and not before', async () => {
  const { store, updates, calls } = await start(() => ({ status: 410 }));
  updates.add('message', {}, 'chat:1');
  await vi.waitFor(() => expect(store.webhook()).toBeNull(), { timeout: 15_000 });
  const [first = 0] = calls;
  const [before = 0, last = 0] = calls.slice(-2);
  expect(before - first).toBeLessThanOrEqual(23 * hour);
  expect(last - first).toBeGreaterThan(23 * hour);
  expect(updates.pending()).toHaveLength(1);
});

it('forgets that a webhook was gone as soon as it answers otherwise', async () => {
  const begun = now;
  const { store, updates, ledger, calls } = await start(() => {
    const age = now - begun;
    // Longer than the longest wait, so that one call at least falls into it.
    return { status: age > 22 * hour && age < 22 * hour + 300 ? 500 : 410 };
  });
  updates.add('message', {}, 'chat:1');
  await vi.waitFor(() => expect(ledger.all()).toMatchObject([{ outcome: 'dropped' }]), { timeout: 15_000 });
  expect((calls.at(-1) ?? 0) - begun).toBeGreaterThan(23 * hour + 120);
  expect(store.webhook()).not.toBeNull();
});

it.each([
  ['message', 24 * hour],
  ['my_chat_member', 24 * hour],
  ['callback_query', 150],
  ['inline_query', 30],
  ['chosen_inline_result', 600],
])('keeps an undelivered %s for %i seconds', (kind, seconds) => {
  const updates = createUpdateQueue(createBotStore(file), () => now);
  updates.add(kind, {}, 'chat:1');
  now += seconds - 1;
  expect(updates.pending()).toHaveLength(1);
  now += 1;
  expect(updates.pending()).toHaveLength(0);
});

it('delivers over https to a name that is mapped here, once its authority is trusted', async () => {
  const { key, certificate } = createSelfSigned('hook.example.org');
  const bodies: string[] = [];
  const secure = createSecureServer({ key, cert: certificate }, (request, response) => {
    request.on('data', (part: Buffer) => bodies.push(part.toString()));
    request.on('end', () => response.end());
  });
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  closers.push(
    () => new Promise((resolve) => secure.close(resolve)),
    () => secure.closeAllConnections(),
  );
  const { store, updates, sender } = await start(() => ({ status: 200 }));
  const { port } = secure.address() as AddressInfo;
  const settings = { secretToken: null, maxConnections: 1, ipAddress: null, certificate: null };
  store.saveWebhook({ ...settings, url: `https://hook.example.org:${port}/` });
  sender.hosts.set('hook.example.org', '127.0.0.1');
  sender.restart();
  updates.add('message', { text: 'secret' }, 'chat:1');
  await vi.waitFor(() => expect(sender.lastError()).not.toBeNull(), { timeout: 15_000 });
  expect(bodies).toEqual([]);
  sender.setAuthority(certificate);
  await vi.waitFor(() => expect(bodies.join('')).toContain('secret'), { timeout: 5_000 });
});
