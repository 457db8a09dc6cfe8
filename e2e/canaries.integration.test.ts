import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { consentVersion } from '#contract/account.ts';
import { createControlClient } from '#sandbox/control/client.ts';
import type { SandboxControl } from '#sandbox/control/operations.ts';
import { readKeyRing } from '#server/vault/key-ring-file.ts';
import { sessionContext } from '#server/vault/seal-contexts.ts';
import { openVault } from '#server/vault/vault.ts';
import { type Canary, findCanaries, type Hit } from './harness/canaries.ts';
import { dumpDatabase } from './harness/dump-database.ts';
import { type Product, startProduct } from './harness/product.ts';
import { createTestDatabase, type TestDatabase } from './harness/test-database.ts';

/** Ольга, the operator of the sandbox, who may connect an account by phone. */
const person = { id: '710000001', phone: '79990000001' };
const password = `two-step ${randomBytes(9).toString('hex')}`;
const wrongPassword = `wrong ${randomBytes(9).toString('hex')}`;
/** Longer than a real one, so that chance does not find it. */
const wrongCode = String(randomBytes(6).readUIntBE(0, 6)).padStart(15, '7');

/** The account connects in its own time. */
const patience = { timeout: 30_000, interval: 100 };

/** Variables that hold nothing but a secret. */
const configured = [
  ...['TELEGRAM_API_HASH', 'TELEGRAM_SESSION_STRING', 'GATEWAY_TOKEN', 'TELEGRAM_WEBHOOK_SECRET'],
];
const ofRing = ['the key of the ring', 'the new key of the ring', 'the key of fingerprints'];
/** What a viewer with a connected account asks for. */
const answered = [
  ...['/config', '/users/me', '/telegram/session/status', '/telegram/session/info', '/telegram/user/info'],
  ...['/telegram/chats', '/telegram/sessions'],
];

interface Heard {
  status: number;
  body: { [name: string]: unknown };
}

describe('a secret', () => {
  let database: TestDatabase;
  let product: Product;
  let control: SandboxControl;
  const canaries: Canary[] = [];
  /** What Telegram sent: too short to be looked for everywhere, see `scan`. */
  let code = '';
  /** Texts that left a process, by where they were seen. */
  const seen: { place: string; text: string }[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    product = await startProduct({ databaseUrl: database.url, variables: { LOG_LEVEL: 'debug' } });
    control = createControlClient(product.addresses.controlUrl);
  }, 180_000);
  afterAll(async () => {
    await product?.stop();
    await database?.drop();
  });

  function secret(name: string, value: string | Buffer): void {
    canaries.push({ name, value });
  }
  async function ask(
    method: string,
    path: string,
    given: { authorization?: string; body?: string | object; base?: string } = {},
  ): Promise<Heard> {
    const { authorization, body, base = `${product.productUrl}/api` } = given;
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    const headers = JSON.stringify([...response.headers]);
    seen.push({ place: `answer of ${method} ${path.split('?')[0]}`, text: `${headers}\n${text}` });
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} };
  }
  async function cli(...args: string[]): Promise<number | null> {
    const { code, stdout, stderr } = await product.cli(args);
    seen.push({ place: `cli ${args.join(' ')}`, text: stdout + stderr });
    return code;
  }

  function rememberConfiguration(): void {
    const { variables } = product;
    for (const name of configured) secret(name, variables[name] ?? '');
    // What stands before the colon is the bot's public id.
    secret('TELEGRAM_BOT_TOKEN', variables.TELEGRAM_BOT_TOKEN?.split(':')[1] ?? '');
    const { ring } = readKeyRing(variables.ENCRYPTION_KEYS_FILE ?? '');
    secret('the key of the ring', ring.keys[0].key);
    secret('the key of fingerprints', ring.fingerprintKey);
    secret('the phone number', person.phone);
    secret('the number without its country', person.phone.slice(1));
    secret('the two-step password', password);
    secret('a wrong password', wrongPassword);
    secret('a wrong code', wrongCode);
  }

  async function signIn(): Promise<string> {
    const launch = await control.openMiniApp({
      personId: person.id,
      source: { kind: 'link', startParameter: null },
    });
    const initData = launch?.initData ?? '';
    secret('init data', initData);
    secret('the hash of init data', new URLSearchParams(initData).get('hash') ?? '');
    await ask('POST', '/auth/session', { authorization: `tma ${initData}&auth_date=1` });
    const response = await fetch(`${product.productUrl}/api/auth/session`, {
      method: 'POST',
      headers: { authorization: `tma ${initData}` },
    });
    const { token } = (await response.json()) as { token: string };
    secret('the token of the session', token);
    return `Bearer ${token}`;
  }

  async function connectByPhone(authorization: string): Promise<void> {
    const verify = (given: object): Promise<Heard> =>
      ask('POST', '/telegram/auth/verify', { authorization, body: given });
    const begun = await ask('POST', '/telegram/auth/phone', {
      authorization,
      body: { phone: `+${person.phone}`, consent: consentVersion },
    });
    expect(begun).toMatchObject({ status: 200, body: { state: 'code-wanted' } });
    const flowId = begun.body.flow_id;
    expect((await verify({ flow_id: flowId, code: wrongCode })).status).toBeGreaterThanOrEqual(400);
    const codes = await control.listLoginCodes({ personId: person.id });
    code = codes.at(-1)?.code ?? '';
    expect(await verify({ flow_id: flowId, code })).toMatchObject({ body: { state: 'password-wanted' } });
    expect((await verify({ flow_id: flowId, password: wrongPassword })).status).toBeGreaterThanOrEqual(400);
    expect(await verify({ flow_id: flowId, password })).toMatchObject({ body: { state: 'connected' } });
  }

  /** Shows a QR code to nobody: its token is for the one answer that holds it. */
  async function beginByQr(authorization: string): Promise<void> {
    const address = `${product.productUrl}/api/telegram/auth/qr?consent=${consentVersion}`;
    const response = await fetch(address, { headers: { authorization } });
    const { token, flow_id: flowId } = (await response.json()) as { token: string; flow_id: string };
    secret('the token of a QR code', token);
    const given = { authorization, body: { flow_id: flowId } };
    expect(await ask('POST', '/telegram/auth/cancel', given)).toMatchObject({ status: 204 });
  }

  async function askWrongly(authorization: string): Promise<void> {
    const gateway = `http://127.0.0.1:${product.ports.gateway}`;
    const token = product.variables.GATEWAY_TOKEN ?? '';
    const broken = `{"phone":"+${person.phone}","password":"${password}"`;
    const answers = [
      await ask('POST', '/telegram/auth/verify', { authorization, body: broken }),
      await ask('POST', '/telegram/auth/verify', { authorization, body: { flow_id: password, password } }),
      await ask('POST', '/telegram/auth/phone', { authorization, body: { phone: { number: person.phone } } }),
      await ask('GET', `/telegram/auth/qr/status?flow_id=${encodeURIComponent(password)}`, { authorization }),
      await ask('GET', `/channels/${encodeURIComponent(password)}/report`, { authorization }),
      await ask('GET', '/users/me', { authorization: `${authorization}x` }),
      await ask('GET', '/api/v1/stats/status', { base: gateway, authorization: `Bearer ${token}x` }),
      await ask('POST', '/internal/logins', {
        base: gateway,
        authorization: `Bearer ${token}`,
        body: broken,
      }),
    ];
    for (const { status } of answers) expect(status).toBeGreaterThanOrEqual(400);
  }

  /** The connected account's own key, opened as the gateway opens it. */
  async function rememberSessionKey(): Promise<void> {
    const accounts = (await dumpDatabase(database.url)).get('public.accounts') ?? '';
    const rows = accounts.split('\n').map((row) => JSON.parse(row));
    const account = rows.find(({ kind, session }) => kind === 'viewer' && session !== null);
    const file = product.variables.ENCRYPTION_KEYS_FILE ?? '';
    const vault = openVault({ file, log: { warn: () => undefined, error: () => undefined } });
    const context = sessionContext({
      ...{ accountId: String(account.account_id), kind: 'viewer', viewerId: String(account.viewer_id) },
    });
    const { authKey } = JSON.parse(vault.open(account.session, context).toString());
    secret('the key of the session', Buffer.from(authKey, 'base64'));
  }

  it('is in no log, metric, answer or table after an account was connected and a channel tracked', async () => {
    rememberConfiguration();
    await control.setTwoStepPassword({ personId: person.id, password });
    await control.startBot({ personId: person.id });
    await control.sendMessage({ personId: person.id, text: '@gorod_vesti' });
    const authorization = await signIn();
    await beginByQr(authorization);
    await connectByPhone(authorization);
    for (const path of answered) {
      const expectAnswer = async (): Promise<void> =>
        expect(await ask('GET', path, { authorization })).toMatchObject({ status: 200 });
      await vi.waitFor(expectAnswer, patience);
    }
    // The bot has tracked what it was sent.
    await vi.waitFor(async () => {
      const { body } = await ask('GET', '/channels', { authorization });
      expect(JSON.stringify(body)).toContain('gorod_vesti');
    }, patience);
    await askWrongly(authorization);
    await rememberSessionKey();
    expect(await cli('keys', 'rotate')).toBe(0);
    const keysFile = product.variables.ENCRYPTION_KEYS_FILE ?? '';
    secret('the new key of the ring', readKeyRing(keysFile).ring.keys[0].key);
    await seeDatabase();
    const reset = await ask('POST', '/telegram/session/reset', { authorization });
    expect(reset).toMatchObject({ status: 200, body: { logged_out: true } });

    expect(await scan()).toEqual([]);
    expect(canaries.length).toBe(18);
    expectScanToFind();
  }, 120_000);

  /** Looks everywhere; what the local Telegram itself writes is not the product's. */
  async function scan(): Promise<Hit[]> {
    const logs = readdirSync(product.logDirectory).filter((name) => !name.startsWith('sandbox'));
    expect(logs).toEqual(expect.arrayContaining(['api.log', 'bot.log', 'gateway.log', 'worker.log']));
    for (const name of logs) {
      seen.push({ place: name, text: readFileSync(join(product.logDirectory, name), 'utf8') });
    }
    for (const port of Object.values(product.ports.metrics)) {
      const response = await fetch(`http://127.0.0.1:${port}/metrics`);
      seen.push({ place: `metrics on ${port}`, text: await response.text() });
    }
    await seeDatabase();
    // Empty places would prove nothing.
    expect(textOf('gateway.log')).toContain('listening');
    expect(textOf('public.accounts')).toContain('"session":"v1.');
    for (const event of ['secret.opened', 'account.connected', 'keys.rotated']) {
      expect(textOf('public.audit_log')).toContain(`"${event}"`);
    }
    const typed = new RegExp(`["'=]${code}(?!\\d)`);
    const withCode = seen.filter(({ text }) => typed.test(text));
    return [
      ...seen.flatMap(({ place, text }) => findCanaries(canaries, place, text)),
      ...withCode.map(({ place }) => ({ canary: 'the code', form: 'plain', place })),
    ];
  }

  async function seeDatabase(): Promise<void> {
    for (const [table, text] of await dumpDatabase(database.url)) seen.push({ place: table, text });
  }

  function textOf(place: string): string {
    return seen.flatMap((each) => (each.place === place ? [each.text] : [])).join('\n');
  }

  /** The same scan over the one place where they have to be: the product's configuration and its keys. */
  function expectScanToFind(): void {
    const file = product.variables.ENCRYPTION_KEYS_FILE ?? '';
    const text = `${JSON.stringify(product.variables)}\n${readFileSync(file, 'utf8')}`;
    const found = new Set(findCanaries(canaries, 'the configuration', text).map(({ canary }) => canary));
    expect([...found]).toEqual(expect.arrayContaining([...configured, 'TELEGRAM_BOT_TOKEN', ...ofRing]));
  }
});
