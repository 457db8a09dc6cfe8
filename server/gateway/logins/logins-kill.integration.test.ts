import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { createLoginClient, type LoginGatewayClient } from '#server/gateway-client/create-login-client.ts';
import { freePorts } from '#start/ports.ts';
import { aBegin, aStep, type LoginBench, startLoginBench, stateOf } from './login-bench.test-client.ts';

const { owner } = people;
const password = ['correct', 'horse', '7'].join(' ');
const token = 'gateway-token-'.repeat(4);
const keys = mkdtempSync(join(tmpdir(), 'login-keys-'));

/** The gateway as the real process, and a client that asks this one. */
interface Victim {
  process: ChildProcess;
  client: LoginGatewayClient;
}

let bench: LoginBench;
const gateways: Victim[] = [];

beforeAll(async () => {
  bench = await startLoginBench();
  // They are killed one after the other; all of them start at once, because starting is what takes time.
  gateways.push(...(await Promise.all([start(), start(), start(), start()])));
}, 120_000);
beforeEach(() => bench.sandbox.telegram.faults.clear());
afterAll(async () => {
  for (const gateway of gateways) await kill(gateway);
  await bench.close();
  rmSync(keys, { recursive: true, force: true });
});

async function start(): Promise<Victim> {
  const [port = 0] = await freePorts(1);
  const { addresses } = bench.sandbox;
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/gateway/main.ts'], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      TELEGRAM_BOT_TOKEN: `1:${'x'.repeat(35)}`,
      TELEGRAM_API_ROOT: 'http://127.0.0.1:1',
      DATABASE_URL: bench.place.url,
      GATEWAY_TOKEN: token,
      GATEWAY_URL: `http://127.0.0.1:${port}`,
      PORT: String(port),
      METRICS_PORT: '0',
      MTPROTO_CALL_BUDGET: 'off',
      MTPROTO_DC: addresses.mtprotoDc,
      MTPROTO_DC_MAP: addresses.mtprotoDcMap,
      MTPROTO_PUBLIC_KEY_FILE: addresses.publicKeyFile,
      TELEGRAM_API_ID: String(addresses.apiId),
      TELEGRAM_API_HASH: addresses.apiHash,
      ENCRYPTION_KEYS_FILE: join(keys, 'keys.json'),
      ACCOUNT_PHONE_LOGIN: 'everyone',
    },
  });
  const fallbackUrl = `http://127.0.0.1:${port}`;
  const client = createLoginClient({ database: bench.database, fallbackUrl, token });
  await vi.waitFor(async () => expect((await fetch(fallbackUrl)).status).toBe(401), {
    timeout: 60_000,
    interval: 100,
  });
  return { process: child, client };
}

async function kill(gateway: Victim): Promise<void> {
  if (gateway.process.exitCode === null && gateway.process.signalCode === null) {
    gateway.process.kill('SIGKILL');
    await once(gateway.process, 'exit');
  }
  // Not before: closing waits for what is under way.
  await gateway.client.close();
}

/** The gateway whose turn it is. */
function current(): Victim {
  const [first] = gateways;
  if (first === undefined) throw new Error('all gateways are dead');
  return first;
}

async function killCurrent(): Promise<void> {
  await kill(current());
  gateways.shift();
}

/** Takes a step and kills its gateway when Telegram has been asked for `method` and does not answer for a while. */
async function killInside(method: string, step: () => Promise<unknown>): Promise<void> {
  const rule = bench.sandbox.telegram.faults.add({ method, delayMs: 1_500 });
  // It never hears an answer: that is what the person sees, too.
  const told = step().catch((error: unknown) => error);
  await vi.waitFor(() => expect(hitsOf(rule.id)).toBeGreaterThan(0), { timeout: 20_000, interval: 5 });
  await killCurrent();
  bench.sandbox.telegram.faults.clear();
  await told;
}

function hitsOf(id: number): number {
  return bench.sandbox.telegram.faults.list().find((rule) => rule.id === id)?.hits ?? 0;
}

describe('a gateway that is killed in the middle of a login', () => {
  it('loses nothing: killed when the code was just taken, and when the password was just proven', async () => {
    await bench.sandbox.control.setTwoStepPassword({ personId: owner.id, password });
    const begun = await current().client.begin(aBegin({ method: 'phone', phone: `+${owner.phone}` }));
    const { flow_id } = stateOf(begun, 'code-wanted');
    const code = await bench.codeOf(owner);
    const typeCode = () => current().client.step(flow_id, aStep({ step: 'code', code }));
    // Telegram has taken the code and asks for the password; nobody here knows it yet.
    await killInside('account.getPassword', typeCode);
    stateOf(await typeCode(), 'password-wanted');

    const typePassword = () => current().client.step(flow_id, aStep({ step: 'password', password }));
    // Telegram has logged the account in; nothing is stored of it yet.
    await killInside('users.getUsers', typePassword);
    stateOf(await typePassword(), 'connected');
    expect(bench.callsOf('auth.signIn')).toBe(1);
    expect(bench.callsOf('auth.checkPassword')).toBe(1);
    await expectOneAccount();
  });

  it('loses nothing of a QR login that is just moving to another data centre', async () => {
    await bench.sandbox.control.setTwoStepPassword({ personId: owner.id, password: null });
    await bench.sandbox.control.setHomeDc({ personId: owner.id, dcId: 1 });
    const viewer_id = '5';
    const begun = stateOf(await current().client.begin(aBegin({ viewer_id })), 'qr-wanted');
    const look = () => current().client.step(begun.flow_id, aStep({ viewer_id }));
    const lookAndConfirm = async (): Promise<unknown> => {
      const before = bench.callsOf('help.getConfig');
      const looking = look();
      await vi.waitFor(() => expect(bench.callsOf('help.getConfig')).toBeGreaterThan(before), {
        timeout: 10_000,
      });
      const [shown] = await bench.sandbox.control.listLoginTokens();
      await bench.sandbox.control.acceptLoginToken({ personId: owner.id, token: shown?.token ?? '' });
      return looking;
    };
    await killInside('auth.importLoginToken', lookAndConfirm);
    stateOf(await look(), 'connected');
    const [row] = await bench.database.query('SELECT dc_id, state FROM accounts WHERE viewer_id = 5', []);
    expect(row).toEqual({ dc_id: 1, state: 'active' });
  });
});

async function expectOneAccount(): Promise<void> {
  expect(await bench.loginsOf(owner)).toBe(1);
  const rows = await bench.database.query(
    "SELECT telegram_user_id, kind, state, session IS NOT NULL AS is_stored FROM accounts WHERE kind = 'viewer'",
    [],
  );
  expect(rows).toEqual([{ telegram_user_id: owner.id, kind: 'viewer', state: 'active', is_stored: true }]);
  expect(await bench.database.query('SELECT step, state FROM login_flows', [])).toEqual([
    { step: 'connected', state: null },
  ]);
}
