import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api, type TelegramClient } from 'telegram';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRsaKey } from '#sandbox/crypto/rsa-key.ts';
import { createGramjs } from '#sandbox/mtproto/gramjs.test-client.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { people } from '#sandbox/world/people.ts';
import { createControlClient } from './client.ts';
import type { SandboxControl } from './operations.ts';

const { owner, viewer } = people;
const personId = owner.id;

let dataDir: string;
let sandbox: Sandbox;
/** Over HTTP, as other programs use it. */
let control: SandboxControl;
let client: TelegramClient;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'sandbox-logins-'));
  await start();
});
afterEach(async () => {
  await stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(session?: string): Promise<void> {
  sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [] });
  control = createControlClient(sandbox.addresses.controlUrl);
  client = createGramjs({
    dataCentres: [...sandbox.telegram.dataCentres],
    rsaKey: readRsaKey(readFileSync(join(dataDir, 'rsa-key.pem'), 'utf8')),
    ...(session === undefined ? {} : { session }),
  });
  await client.connect();
}

async function stop(): Promise<void> {
  await client.destroy();
  await sandbox.close();
}

function application() {
  const { apiId, apiHash } = sandbox.addresses;
  return { apiId, apiHash };
}

async function logIn(): Promise<void> {
  const phoneNumber = owner.phone ?? '';
  const settings = new Api.CodeSettings({});
  const sent = await client.invoke(new Api.auth.SendCode({ phoneNumber, ...application(), settings }));
  if (!(sent instanceof Api.auth.SentCode)) throw new Error('no code was sent');
  const code = (await control.listLoginCodes({ personId })).at(-1);
  const { phoneCodeHash } = sent;
  await client.invoke(new Api.auth.SignIn({ phoneNumber, phoneCodeHash, phoneCode: code?.code ?? '' }));
}

function whoAmI(dcId?: number): Promise<Api.TypeUser[]> {
  return client.invoke(new Api.users.GetUsers({ id: [new Api.InputUserSelf()] }), dcId);
}

describe('control of logins', () => {
  it('reads the code that was sent, and the login lasts over a restart of the sandbox', async () => {
    await logIn();
    const [login] = await control.listLogins({ personId });
    expect(login).toMatchObject({ isPending: false, createdAt: expect.any(Number) });
    const session = String(client.session.save());
    await stop();
    await start(session);
    expect(await whoAmI()).toMatchObject([{ self: true, firstName: owner.firstName }]);
    expect(await control.listLogins({ personId })).toEqual([login]);
  });

  it('voids a code that its owner sends to somebody, and no other', async () => {
    const phoneNumber = owner.phone ?? '';
    const settings = new Api.CodeSettings({});
    await client.invoke(new Api.auth.SendCode({ phoneNumber, ...application(), settings }));
    const [{ code } = { code: '' }] = await control.listLoginCodes({ personId });
    await control.sendMessage({ personId: viewer.id, text: `not mine: ${code}` });
    await control.sendMessage({ personId, text: 'mine is secret' });
    expect(await control.listLoginCodes({ personId })).toMatchObject([{ phone: phoneNumber, code }]);
    expect(await control.listLoginCodes({ phone: `+${phoneNumber}` })).toHaveLength(1);
    expect(await control.listLoginCodes()).toMatchObject([{ phone: phoneNumber, code }]);
    expect(await control.listLoginCodes({ personId: viewer.id })).toEqual([]);
    await control.sendMessage({ personId, text: `it is ${[...code].join(' ')}, I think` });
    expect(await control.listLoginCodes({ personId })).toEqual([]);
  });

  it('confirms a QR code by its link as any person, once', async () => {
    await client.invoke(new Api.auth.ExportLoginToken({ ...application(), exceptIds: [] }));
    const [shown] = await control.listLoginTokens();
    expect(shown?.url).toMatch(/^tg:\/\/login\?token=[A-Za-z0-9_-]{43}$/);
    const given = { personId: viewer.id, token: shown?.url ?? '' };
    expect(await control.acceptLoginToken(given)).toEqual({ isAccepted: true });
    await expect(control.acceptLoginToken(given)).rejects.toMatchObject({ code: 'token-already-accepted' });
    await expect(control.acceptLoginToken({ ...given, token: 'AAAA' })).rejects.toMatchObject({
      code: 'token-invalid',
    });
    const answer = await client.invoke(new Api.auth.ExportLoginToken({ ...application(), exceptIds: [] }));
    expect(answer).toBeInstanceOf(Api.auth.LoginTokenSuccess);
    expect(await whoAmI()).toMatchObject([{ firstName: viewer.firstName }]);
    expect(await control.listLoginTokens()).toEqual([]);
  });

  it('serves three data centres whose addresses the map knows, all with one login', async () => {
    const { mtprotoDc, mtprotoDcMap } = sandbox.addresses;
    expect(mtprotoDc).toBe('2:127.0.1.2:443');
    const ips = mtprotoDcMap.split(',').map((entry) => entry.split('=')[0]);
    expect(ips).toEqual(['127.0.1.2', '127.0.1.1', '127.0.1.4']);
    await logIn();
    for (const dcId of [1, 4]) expect(await whoAmI(dcId), String(dcId)).toMatchObject([{ self: true }]);
    expect(await control.listLogins({ personId })).toHaveLength(1);
  });

  it('moves people, sets passwords, ages and ends logins, freezes accounts', async () => {
    await expect(control.setHomeDc({ personId, dcId: 3 })).rejects.toMatchObject({
      code: 'no-such-data-centre',
    });
    await control.setHomeDc({ personId, dcId: 1 });
    await control.setTwoStepPassword({ personId, password: 'secret', hint: 'a hint' });
    await expect(logIn()).rejects.toMatchObject({ errorMessage: 'SESSION_PASSWORD_NEEDED' });
    expect(await control.listLogins({ personId })).toMatchObject([{ isPending: true }]);
    await control.setTwoStepPassword({ personId, password: null });
    await logIn();
    const reset = () => client.invoke(new Api.auth.ResetAuthorizations());
    await expect(reset()).rejects.toMatchObject({ errorMessage: 'FRESH_RESET_AUTHORISATION_FORBIDDEN' });
    expect(await control.ageLogins({ personId, seconds: 86_400 })).toEqual({ count: 1 });
    expect(await reset()).toBe(true);

    await control.setFrozen({ personId, isFrozen: true });
    await expect(reset()).rejects.toMatchObject({ errorMessage: 'FROZEN_METHOD_INVALID' });
    await control.setFrozen({ personId, isFrozen: false });
    expect(await control.endLogins({ personId, reason: 'USER_DEACTIVATED_BAN' })).toEqual({ count: 1 });
    await expect(whoAmI()).rejects.toMatchObject({ code: 401, errorMessage: 'USER_DEACTIVATED_BAN' });
    await expect(control.listLogins({ personId: '1' })).rejects.toMatchObject({ code: 'no-such-person' });
  });
});
