import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from 'telegram';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readRsaKey } from '#sandbox/crypto/rsa-key.ts';
import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import { createGramjs, type GramjsOptions } from '#sandbox/mtproto/gramjs.test-client.ts';
import { createMtcute } from '#sandbox/mtproto/mtcute.test-client.ts';
import { toStringSession } from '#sandbox/mtproto/string-session.ts';
import { collector, people } from '#sandbox/world/people.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-clients-'));
const mtproxySecret = '0123456789abcdef'.repeat(2);
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [], mtproxySecret });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function rsaKey() {
  return readRsaKey(readFileSync(join(dataDir, 'rsa-key.pem'), 'utf8'));
}

/** What GramJS reads of a channel's newest posts with the session text of the addresses. */
async function readByGramjs(
  username: string,
  proxy?: GramjsOptions['proxy'],
): Promise<{ me: string; views: (number | null)[] }> {
  const client = createGramjs({
    dataCentres: [sandbox.telegram.dataCentre],
    rsaKey: rsaKey(),
    session: sandbox.addresses.sessionString,
    ...(proxy && { proxy }),
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
  const { mtproxy } = sandbox.addresses;
  await sandbox.close();
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [], mtproxySecret });
  expect(sandbox.addresses.mtproxy).toEqual(mtproxy);
  expect((await readByGramjs('gorod_vesti')).me).toBe(collector.id);
});

it('lets GramJS in through an MTProxy with the secret it was started with', async () => {
  const { mtproxy } = sandbox.addresses;
  if (mtproxy === null) throw new Error('there is no MTProxy');
  expect(mtproxy.secret).toBe(mtproxySecret);
  expect((await readByGramjs('gorod_vesti', mtproxy)).me).toBe(collector.id);
});

it('tells a person over MTProto what the bot and they wrote to each other', async () => {
  const { viewer } = people;
  const { dataCentre } = sandbox.telegram;
  const authKey = createAuthorizedKey(dataCentre.keyStore, viewer.id);
  const { id: dcId, announcedIp: ip } = dataCentre;
  const session = toStringSession({ dcId, ip, port: 443, authKey });
  const client = createGramjs({ dataCentres: [dataCentre], rsaKey: rsaKey(), session });
  try {
    await client.connect();
    const { pts, qts, date } = await client.invoke(new Api.updates.GetState());
    await sandbox.control.sendMessage({ personId: viewer.id, text: 'hello, bot' });
    const call = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const root = `${sandbox.addresses.botApiRoot}/bot${sandbox.addresses.botToken}`;
    const body = JSON.stringify({
      chat_id: Number(viewer.id),
      text: '<b>hello</b>, you',
      parse_mode: 'HTML',
    });
    expect((await fetch(`${root}/sendMessage`, { ...call, body })).status).toBe(200);
    const difference = await client.invoke(new Api.updates.GetDifference({ pts, qts, date }));
    if (!(difference instanceof Api.updates.Difference)) throw new Error(difference.className);
    expect(difference.state.pts).toBe(pts + 2);
    const told = difference.newMessages.map((message) =>
      message instanceof Api.Message
        ? [message.out, message.message, message.entities?.[0]?.className]
        : [message.className],
    );
    expect(told).toEqual([
      [true, 'hello, bot', undefined],
      [false, 'hello, you', 'MessageEntityBold'],
    ]);
  } finally {
    await client.destroy();
  }
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
