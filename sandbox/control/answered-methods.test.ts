import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { people } from '#sandbox/world/people.ts';
import { createControlClient } from './client.ts';
import type { SandboxControl } from './operations.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'answered-methods-'));
let sandbox: Sandbox;
let control: SandboxControl;

beforeAll(async () => {
  // Time stands still: the newcomer who is described here meets always the same world.
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [], isStepped: true });
  control = createControlClient(sandbox.addresses.controlUrl);
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function callBotApi(method: string): Promise<number> {
  const { botApiRoot, botToken } = sandbox.addresses;
  return (await fetch(`${botApiRoot}/bot${botToken}/${method}`, { method: 'POST' })).status;
}

it('tells programs, and no web page, which methods are answered', async () => {
  const address = `${sandbox.addresses.controlUrl.replace(/\/$/, '')}/methods`;
  const { mtproto, botApi } = Object(await (await fetch(address)).json());
  expect(mtproto).toContainEqual({ name: 'messages.getHistory', for: 'people' });
  expect(mtproto).toContainEqual({ name: 'help.getConfig', for: 'anyone' });
  expect(botApi).toEqual(expect.arrayContaining(['getMe', 'sendMessage', 'setWebhook']));
  const names = [...mtproto.map(({ name }: { name: string }) => name), ...botApi];
  expect(new Set(names).size).toBe(names.length);
  expect((await fetch(address, { headers: { origin: 'https://example.org' } })).status).toBe(403);
});

it('lists methods of the Bot API that nobody answers, until they are cleared', async () => {
  expect(await control.listUnknownMethods()).toEqual([]);
  expect(await callBotApi('getMe')).toBe(200);
  expect(await callBotApi('sendEverything')).toBe(404);
  expect(await callBotApi('sendEverything')).toBe(404);
  expect(await control.listUnknownMethods()).toEqual(['sendEverything']);
  await control.clearCalls();
  expect(await control.listUnknownMethods()).toEqual([]);
});

it('says who is who, with the number to log in with', async () => {
  const { owner, stranger } = people;
  const listed = await control.listPeople();
  expect(listed.map(({ role }) => role)).toEqual(['owner', 'editor', 'viewer', 'stranger']);
  expect(listed[0]).toMatchObject({
    ...{ id: owner.id, phone: owner.phone },
    channels: { administrated: 2, withStatistics: 2 },
  });
  expect(listed[3]).toMatchObject({
    ...{ id: stranger.id, phone: stranger.phone },
    channels: { joined: 1, administrated: 0, withStatistics: 0 },
  });
});
