import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRsaKey } from '#sandbox/crypto/rsa-key.ts';
import { createGramjs } from '#sandbox/mtproto/gramjs.test-client.ts';
import { createMtcute } from '#sandbox/mtproto/mtcute.test-client.ts';
import { collector } from '#sandbox/world/people.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-clients-'));
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [] });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function rsaKey() {
  return readRsaKey(readFileSync(join(dataDir, 'rsa-key.pem'), 'utf8'));
}

/** What GramJS reads of a channel's newest posts with the session text of the addresses. */
async function readByGramjs(username: string): Promise<{ me: string; views: (number | null)[] }> {
  const client = createGramjs({
    dataCentres: [sandbox.telegram.dataCentre],
    rsaKey: rsaKey(),
    session: sandbox.addresses.sessionString,
  });
  try {
    await client.connect();
    const me = await client.getMe();
    const messages = await client.getMessages(username, { limit: 20 });
    return { me: me.id.toString(), views: messages.map(({ views }) => views ?? null) };
  } finally {
    await client.destroy();
  }
}

it('hands out a session with which GramJS is logged in, also after a restart', async () => {
  expect((await readByGramjs('gorod_vesti')).me).toBe(collector.id);
  await sandbox.close();
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [] });
  expect((await readByGramjs('gorod_vesti')).me).toBe(collector.id);
});

it('lets the bot log in over MTProto with its Bot API token', async () => {
  const { apiId, apiHash } = sandbox.addresses;
  const client = await createMtcute({
    dataCentre: sandbox.telegram.dataCentre,
    rsaKey: rsaKey(),
    api: { id: apiId, hash: apiHash },
  });
  try {
    const bot = await client.start({ botToken: sandbox.addresses.botToken });
    expect([bot.id, bot.username]).toEqual([
      Number(sandbox.botApi.context.bot.id),
      sandbox.addresses.botUsername,
    ]);
  } finally {
    await client.destroy();
  }
});
