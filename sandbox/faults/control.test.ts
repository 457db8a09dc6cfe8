import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from 'telegram';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createControlClient } from '#sandbox/control/client.ts';
import type { SandboxControl } from '#sandbox/control/operations.ts';
import { readRsaKey } from '#sandbox/crypto/rsa-key.ts';
import { createGramjs } from '#sandbox/mtproto/gramjs.test-client.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { collector, people } from '#sandbox/world/people.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-faults-'));
const arrived: string[] = [];
const webhook = createServer((request, response) => {
  arrived.push(request.url ?? '');
  request.resume();
  response.end();
});
let sandbox: Sandbox;
let control: SandboxControl;

beforeAll(async () => {
  // A webhook is given up on after 60 s, which is a third of a second here.
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [], timeFactor: 200 });
  control = createControlClient(sandbox.addresses.controlUrl);
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await control.clearFaults();
  await control.clearCalls();
});
afterAll(async () => {
  webhook.close();
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function ask(method: string, parameters: object = {}, deadlineMs = 5_000): Promise<Response> {
  const { botApiRoot, botToken } = sandbox.addresses;
  return fetch(`${botApiRoot}/bot${botToken}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
    signal: AbortSignal.timeout(deadlineMs),
  });
}

describe('the Bot API', () => {
  it('floods with the seconds in three places, as Telegram does', async () => {
    await control.addFault({
      on: 'bot-api',
      method: 'getme',
      count: 1,
      effect: { kind: 'flood-wait', seconds: 9 },
    });
    const refused = await ask('getMe');
    expect(refused.headers.get('retry-after')).toBe('9');
    expect(await refused.json()).toEqual({
      ok: false,
      error_code: 429,
      description: 'Too Many Requests: retry after 9',
      parameters: { retry_after: 9 },
    });
    expect((await ask('getMe')).status).toBe(200);
    expect((await control.listFaults()).botApi).toMatchObject([{ hits: 1 }]);
  });

  it('fails with 5xx for one chat and not for another', async () => {
    const effect = { kind: 'error', code: 502, description: 'Bad Gateway' } as const;
    await control.addFault({ on: 'bot-api', method: '*', userId: people.owner.id, effect });
    expect((await ask('getChat', { chat_id: Number(people.owner.id) })).status).toBe(502);
    expect((await ask('getChat', { chat_id: Number(people.viewer.id) })).status).not.toBe(502);
  });

  it('is slow, silent or cut off as a rule says', async () => {
    await control.addFault({ on: 'bot-api', method: 'getMe', count: 1, delayMs: 120 });
    const begun = performance.now();
    expect((await ask('getMe')).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(110);
    await control.addFault({ on: 'bot-api', method: 'getMe', count: 1, effect: { kind: 'silent' } });
    await expect(ask('getMe', {}, 250)).rejects.toMatchObject({ name: 'TimeoutError' });
    await control.addFault({ on: 'bot-api', method: 'getMe', count: 1, effect: { kind: 'reset' } });
    await expect(ask('getMe')).rejects.toThrow('fetch failed');
  });

  it('carries out the method whose answer is lost, and not the one that is silent', async () => {
    await control.startBot({ personId: people.viewer.id });
    await control.setSendLimits({ isOn: false });
    const say = (text: string): Promise<Response> =>
      ask('sendMessage', { chat_id: Number(people.viewer.id), text }, 250);
    await control.addFault({ on: 'bot-api', method: 'sendMessage', count: 1, effect: { kind: 'silent' } });
    await expect(say('unheard')).rejects.toThrow();
    await control.addFault({
      on: 'bot-api',
      method: 'sendMessage',
      count: 1,
      effect: { kind: 'lost-answer' },
    });
    await expect(say('carried out')).rejects.toThrow();
    const chat = JSON.stringify(await control.readChat({ personId: people.viewer.id }));
    expect([chat.includes('unheard'), chat.includes('carried out')]).toEqual([false, true]);
  });
});

describe('the webhook', () => {
  it.each([
    [
      { kind: 'error', code: 502, description: 'Bad Gateway' },
      502,
      'Wrong response from the webhook: 502 Bad Gateway',
    ],
    [{ kind: 'reset' }, 0, 'Connection reset by peer'],
    [{ kind: 'silent' }, 0, 'Read timeout expired'],
  ] as const)('is out of order and gets its update afterwards: $0.kind', async (effect, status, error) => {
    const { port } = webhook.address() as AddressInfo;
    await ask('setWebhook', { url: `http://127.0.0.1:${port}/hook`, drop_pending_updates: true });
    arrived.length = 0;
    await control.addFault({ on: 'webhook', method: 'message', count: 2, effect });
    await control.sendMessage({ personId: people.owner.id, text: 'hello' });
    await expect.poll(() => arrived.length, { timeout: 5_000 }).toBe(1);
    const deliveries = await control.listDeliveries();
    const attempts = deliveries.at(-1)?.attempts.map((attempt) => [attempt.status, attempt.error]);
    expect(attempts).toEqual([
      [status, error],
      [status, error],
      [200, null],
    ]);
    await ask('deleteWebhook');
  });
});

describe('MTProto', () => {
  it('obeys rules set by control, and its call log shows what clients got', async () => {
    const client = createGramjs({
      dataCentres: [...sandbox.telegram.dataCentres],
      rsaKey: readRsaKey(readFileSync(join(dataDir, 'rsa-key.pem'), 'utf8')),
      session: sandbox.addresses.sessionString,
    });
    try {
      await client.connect();
      const effect = { kind: 'flood-wait', seconds: 31 } as const;
      const rule = { method: 'updates.getState', userId: collector.id, dcId: 2, count: 1, effect };
      await control.addFault(rule);
      const ofOthers = { method: 'updates.getState', userId: people.owner.id, effect };
      const { id } = await control.addFault(ofOthers);
      await expect(client.invoke(new Api.updates.GetState())).rejects.toMatchObject({ seconds: 31 });
      expect((await client.invoke(new Api.updates.GetState())).className).toBe('updates.State');
      const calls = await control.listMtprotoCalls();
      const outcomes = calls.filter(({ method }) => method === rule.method).map(({ outcome }) => outcome);
      expect(outcomes).toEqual(['FLOOD_WAIT_31', 'ok']);
      expect((await control.listFaults()).mtproto).toMatchObject([{ ...rule, hits: 1 }, { hits: 0 }]);
      expect(await control.removeFault({ id })).toEqual({ isRemoved: true });
      expect(await control.removeFault({ id })).toEqual({ isRemoved: false });
    } finally {
      await client.destroy();
    }
  });

  it('keeps a revoked login revoked, with the reason it was given', async () => {
    const { sandbox: other, directory } = await anotherSandbox();
    const client = createGramjs({
      dataCentres: [...other.telegram.dataCentres],
      rsaKey: readRsaKey(readFileSync(join(directory, 'rsa-key.pem'), 'utf8')),
      session: other.addresses.sessionString,
    });
    try {
      await client.connect();
      await other.control.addFault({
        method: 'updates.getState',
        count: 1,
        effect: { kind: 'duplicated-key' },
      });
      const getState = () => client.invoke(new Api.updates.GetState());
      await expect(getState()).rejects.toMatchObject({ code: 406, errorMessage: 'AUTH_KEY_DUPLICATED' });
      await expect(getState()).rejects.toMatchObject({ code: 406, errorMessage: 'AUTH_KEY_DUPLICATED' });
    } finally {
      await client.destroy();
      await other.close();
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

it('control refuses a rule that cannot be, and says why', async () => {
  const rule = { on: 'webhook', method: '*', effect: { kind: 'reorder' } } as const;
  await expect(control.addFault(rule)).rejects.toMatchObject({
    code: 'bad-fault-rule',
    message: 'reorder cannot happen to * on webhook.',
  });
});

async function anotherSandbox(): Promise<{ sandbox: Sandbox; directory: string }> {
  const directory = mkdtempSync(join(tmpdir(), 'sandbox-faults-'));
  return { sandbox: await createSandbox({ dataDir: directory, pagePort: 0, worlds: [] }), directory };
}
