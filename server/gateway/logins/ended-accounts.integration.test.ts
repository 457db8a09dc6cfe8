import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { people } from '#sandbox/world/people.ts';
import { createLoginClient, type LoginGatewayClient } from '#server/gateway-client/create-login-client.ts';
import { createLog } from '#server/log.ts';
import { createRegistry } from '#server/metrics.ts';
import { type Gateway, startGateway } from '../start-gateway.ts';
import { fetchState } from '../telegram/fetch-self.ts';
import {
  aBegin,
  aStep,
  type LoginBench,
  mtprotoOf,
  startLoginBench,
  stateOf,
} from './login-bench.test-client.ts';

const { owner, editor } = people;
const token = 'gateway-token-'.repeat(4);

let bench: LoginBench;
let gateway: Gateway;
let client: LoginGatewayClient;

beforeAll(async () => {
  bench = await startLoginBench();
});
beforeEach(async () => {
  await bench.reset();
  gateway = await startWhole();
  client = createLoginClient({ database: bench.database, fallbackUrl: gateway.url, token });
  return async () => {
    await client.close();
    await gateway.stop();
  };
});
afterAll(() => bench.close());

function startWhole(): Promise<Gateway> {
  return startGateway({
    mtproto: mtprotoOf(bench.sandbox),
    ...{ host: '127.0.0.1', port: 0, url: null, token, databaseUrl: bench.place.url },
    ...{ database: bench.database, vault: bench.vault, log: createLog('gateway', 'silent') },
    registry: createRegistry('gateway'),
    phoneLogin: 'everyone',
  });
}

/** Logs the owner in, for this viewer, and waits until the gateway uses the session. */
async function connect(viewerId: string | null = owner.id): Promise<string> {
  const begun = await client.begin(
    aBegin({ method: 'phone', phone: `+${owner.phone}`, viewer_id: viewerId }),
  );
  const { flow_id } = stateOf(begun, 'code-wanted');
  const code = await bench.codeOf(owner);
  const told = await client.step(flow_id, aStep({ step: 'code', code, viewer_id: viewerId }));
  const { account_id } = stateOf(told, 'connected').user;
  await held(account_id);
  return account_id;
}

async function held(accountId: string): Promise<void> {
  await vi.waitFor(() => expect(gateway.sessions?.source(accountId)).not.toBeNull(), { timeout: 20_000 });
}

function account(accountId: string): Promise<object[]> {
  return bench.database.query('SELECT state, session, lease_owner FROM accounts WHERE account_id = $1', [
    accountId,
  ]);
}

const wiped = [{ state: 'ended', session: null, lease_owner: null }];

describe('a request about logins', () => {
  const post = async (path: string, body: string, bearer = token): Promise<[number, string]> => {
    const response = await fetch(`${gateway.url}/internal${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body,
    });
    const { code } = (await response.json()) as { code: string };
    return [response.status, code];
  };

  it('gets a problem and changes nothing when it is not well-formed', async () => {
    const begin = aBegin();
    const step = aStep();
    const wrong: [string, object][] = [
      ['/logins', {}],
      ['/logins', { ...begin, viewer_id: 'me' }],
      ['/logins', { ...begin, method: 'sms' }],
      ['/logins', { ...begin, extra: 1 }],
      ['/logins', { ...begin, phone: '+79990000001' }],
      ['/logins', { ...begin, method: 'phone' }],
      ['/logins', { ...begin, method: 'phone', phone: '9'.repeat(41) }],
      ['/logins/x', {}],
      ['/logins/x', { ...step, step: 'code' }],
      ['/logins/x', { ...step, step: 'code', code: '  ' }],
      ['/logins/x', { ...step, step: 'password', code: '12345' }],
      ['/logins/x', { ...step, step: 'look', password: 'x' }],
      ['/accounts/0/end', {}],
      ['/accounts/1/end', { actor: 1 }],
      ['/accounts/1/session-string', { format: 'mtcute' }],
      ['/sessions', { session_string: 'short', consent_version: '1' }],
    ];
    for (const [path, body] of wrong) {
      expect([path, body, await post(path, JSON.stringify(body))]).toEqual([
        path,
        body,
        [400, 'invalid-request'],
      ]);
    }
    expect(await post('/logins', '{')).toEqual([400, 'invalid-request']);
    expect(await post('/logins', JSON.stringify({ ...begin, ip: 'x'.repeat(5_000) }))).toEqual([
      413,
      'payload-too-large',
    ]);
    expect(await post('/logins', JSON.stringify(begin), 'another')).toEqual([401, 'not-authenticated']);
    const stored = 'SELECT 1 FROM login_flows UNION SELECT 1 FROM auth_attempts';
    expect(await bench.database.query(stored, [])).toEqual([]);
    expect(await client.step('A'.repeat(43), aStep())).toMatchObject({ code: 'flow-not-found' });
  });
});

describe('an account that is connected', () => {
  it('is used by the gateway at once, and ended by one request: logged out, closed, wiped', async () => {
    const accountId = await connect();
    expect(await bench.loginsOf(owner)).toBe(1);
    expect(await client.end(accountId, 'viewer:1')).toEqual({ kind: 'ended', isLoggedOut: true });
    expect(await bench.loginsOf(owner)).toBe(0);
    expect(await account(accountId)).toEqual(wiped);
    expect(gateway.sessions?.source(accountId)).toBeNull();
    const events = await bench.database.query(
      "SELECT actor, event, details FROM audit_log WHERE event = 'account.ended'",
      [],
    );
    expect(events).toEqual([{ actor: 'viewer:1', event: 'account.ended', details: { isLoggedOut: true } }]);
    expect(await client.end('987654321', 'viewer:1')).toEqual({ kind: 'not-found' });
  });

  it('is wiped at once where Telegram does not hear of it, and says so', async () => {
    const accountId = await connect();
    const reset = { kind: 'reset' } as const;
    bench.sandbox.telegram.faults.add({ method: 'auth.logOut', effect: reset });
    bench.sandbox.telegram.faults.add({ method: 'connect', effect: reset });
    expect(await client.end(accountId, 'viewer:1')).toEqual({ kind: 'ended', isLoggedOut: false });
    expect(await account(accountId)).toEqual(wiped);
    expect(await bench.loginsOf(owner)).toBe(1);
  });

  it('is ended when its owner connects it again: the older session is logged out, the account stays', async () => {
    const first = await connect();
    const second = await connect();
    expect(second).toBe(first);
    expect(await bench.loginsOf(owner)).toBe(1);
    // The same person connected by somebody else is another account, with a login of its own.
    const others = await connect(editor.id);
    expect(others).not.toBe(first);
    expect(await bench.loginsOf(owner)).toBe(2);
    await held(first);
  });

  it('is dead when it was ended from the phone, and can be connected again', async () => {
    const accountId = await connect();
    await bench.sandbox.control.endLogins({ personId: owner.id, reason: 'SESSION_REVOKED' });
    const source = gateway.sessions?.source(accountId);
    // The next call is told so; without one, the gateway's own probe would be.
    if (source) await fetchState(source.session).catch(() => undefined);
    await vi.waitFor(
      async () => expect(await account(accountId)).toMatchObject([{ state: 'dead', session: null }]),
      { timeout: 20_000 },
    );
    expect(await connect()).toBe(accountId);
  });
});
