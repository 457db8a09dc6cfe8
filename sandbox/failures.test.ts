import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from 'telegram';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createControlClient } from '#sandbox/control/client.ts';
import type { SandboxControl } from '#sandbox/control/operations.ts';
import { readRsaKey } from '#sandbox/crypto/rsa-key.ts';
import { createGramjs } from '#sandbox/mtproto/gramjs.test-client.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';
import { describeFailure, type SandboxFailure } from './failures.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-failures-'));
const told: SandboxFailure[] = [];
let sandbox: Sandbox;
let control: SandboxControl;
let channel: WorldChannel;
let sound: WorldChannel;

beforeAll(async () => {
  const onFailure = (failure: SandboxFailure): unknown => told.push(failure);
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [], onFailure });
  control = createControlClient(sandbox.addresses.controlUrl);
  const found = sandbox.world
    .channels()
    .find(({ username, kind }) => username !== null && kind === 'broadcast');
  if (found === undefined) throw new Error('The world has no public channel.');
  channel = found;
  sound = { ...found };
}, 30_000);
afterEach(async () => {
  Object.assign(channel, sound);
  await control.clearCalls();
  told.length = 0;
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it('tells of an answer over MTProto that cannot be written, and the call log does not call it ok', async () => {
  // What no part of the sandbox lets happen, done by hand: a title that is no text.
  Object.assign(channel, { title: 5 });
  const client = createGramjs({
    dataCentres: [sandbox.telegram.dataCentre],
    rsaKey: readRsaKey(readFileSync(join(dataDir, 'rsa-key.pem'), 'utf8')),
    session: sandbox.addresses.sessionString,
  });
  try {
    await client.connect();
    const asking = client.invoke(new Api.contacts.ResolveUsername({ username: channel.username ?? '' }));
    await expect(asking).rejects.toMatchObject({ code: 500, errorMessage: 'INTERNAL' });
    const [failure] = await control.listFailures();
    expect(failure).toMatchObject({ service: 'mtproto', method: 'contacts.resolveUsername' });
    expect(told).toEqual(await control.listFailures());
    const calls = (await control.listMtprotoCalls()).filter(({ method }) => method === failure?.method);
    expect(new Set(calls.map(({ outcome }) => outcome))).toEqual(new Set(['INTERNAL']));
  } finally {
    await client.destroy();
  }
}, 20_000);

it('tells of a method of the Bot API and of an operation that failed, and nothing of refusals', async () => {
  const { botApiRoot, botToken } = sandbox.addresses;
  const getChat = (id: string) => fetch(`${botApiRoot}/bot${botToken}/getChatAdministrators?chat_id=${id}`);
  expect((await getChat('-1009')).status).toBe(400);
  await expect(control.readTruth({ channelId: '9' })).rejects.toMatchObject({ code: 'no-such-channel' });
  expect(await control.listFailures()).toEqual([]);
  Object.assign(channel, { adminIds: null });
  expect((await getChat(`@${channel.username}`)).status).toBe(500);
  await expect(
    control.setBotAdministrator({ channelId: channel.id, personId: '710000001', isAdministrator: true }),
  ).rejects.toMatchObject({ code: 'failed' });
  expect(await control.listFailures()).toMatchObject([
    { service: 'bot-api', method: 'getChatAdministrators', code: 'TypeError' },
    { service: 'control', method: 'setBotAdministrator', code: 'TypeError' },
  ]);
  expect((await control.listBotApiCalls()).map(({ status }) => status)).toEqual([400, 500]);
});

it('describes a failure by method and code, without what was said', () => {
  const failure = { at: 1, service: 'bot-api', method: 'sendMessage', code: 'TypeError' } as const;
  expect(describeFailure({ ...failure, message: 'secret' })).toBe(
    'The sandbox failed at sendMessage of bot-api: TypeError.',
  );
});
