import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { people } from '#sandbox/world/people.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'page-server-'));
const person = people.owner.id;
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [] });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(() => sandbox.control.clearCalls());

interface Answer {
  status: number;
  body: unknown;
}

async function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${sandbox.addresses.pageUrl}${path}`, { method: 'POST', body, headers });
  return { status: response.status, body: await response.json() };
}

/** Asks for a path as it is, however odd. */
function ask(path: string, headers: Record<string, string> = {}): Promise<number> {
  const { hostname, port } = new URL(sandbox.addresses.pageUrl);
  return new Promise((resolve, reject) => {
    const asked = request({ host: hostname, port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.on('error', reject).end();
  });
}

it('refuses what it cannot read or what is not for it, and takes none of it for a failure of its own', async () => {
  for (const body of ['{', '[]', '5', 'null', '"text"', ' '.repeat((1 << 20) + 1)])
    expect(await post('/api/send', body), body.slice(0, 9)).toMatchObject({
      status: 400,
      body: { code: 'bad-request' },
    });
  expect(await post('/api/send', JSON.stringify({ person: '5', text: 'x' }))).toMatchObject({
    status: 400,
    body: { code: 'no-such-person' },
  });
  expect(await post('/api/send', '{}', { origin: 'https://example.org' })).toMatchObject({ status: 403 });
  expect(await ask('//')).toBe(400);
  expect(await ask('/', { host: 'example.org' })).toBe(421);
  expect(await ask('/../page-server.ts')).toBe(404);
  expect(await ask('/nothing.js')).toBe(404);
  expect(await sandbox.control.listFailures()).toEqual([]);
});

it('tells control what failed inside, and the page only that something did', async () => {
  const channel = sandbox.world
    .channels()
    .find(({ adminIds, kind }) => adminIds.has(person) && kind === 'broadcast');
  const messageId = sandbox.world.post(channel?.id ?? '', { text: 'x', media: { kind: 'photo' } });
  // Where the pictures of forwarded posts are kept.
  writeFileSync(join(dataDir, 'files'), 'in the way');
  const forward = JSON.stringify({ person, channel: channel?.id, messageId });
  expect(await post('/api/channel/forward', forward)).toEqual({
    status: 500,
    body: { code: 'failed', message: 'The sandbox failed; control lists why.' },
  });
  expect(await sandbox.control.listFailures()).toEqual([
    {
      service: 'page',
      method: '/api/channel/forward',
      code: expect.stringMatching(/^(EEXIST|ENOTDIR)$/),
      message: expect.any(String),
      at: expect.any(Number),
    },
  ]);
});

it('notes each unknown event of Mini Apps once, and does not let anybody fill the memory with them', async () => {
  const note = (type: unknown) => post('/api/unknown-event', JSON.stringify({ type }));
  await note('web_app_dance');
  await note('web_app_dance');
  await note('x'.repeat(500));
  expect(await sandbox.control.listUnknownEvents()).toEqual(['web_app_dance', 'x'.repeat(100)]);
  await Promise.all(Array.from({ length: 150 }, (_, index) => note(`event ${index}`)));
  expect(await sandbox.control.listUnknownEvents()).toHaveLength(100);
});
