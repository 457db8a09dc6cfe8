import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { consentVersion } from '#contract/account.ts';
import { createAuthorizedKey } from '#sandbox/mtproto/authorized-key.ts';
import { people } from '#sandbox/world/people.ts';
import { claimSessionKey, releaseSessionKey } from '#server/db/queries/claim-session-key.ts';
import { createLoginClient, type LoginGatewayClient } from '#server/gateway-client/create-login-client.ts';
import type { ImportOutcome } from '#server/gateway-client/session-answers.ts';
import { createLog } from '#server/log.ts';
import { createRegistry } from '#server/metrics.ts';
import { keyIdOf } from '../sessions/key-id.ts';
import { type Gateway, startGateway } from '../start-gateway.ts';
import { formatSessionString } from '../telegram/format-session-string.ts';
import type { SessionKey } from '../telegram/session-string.ts';
import { type LoginBench, mtprotoOf, startLoginBench } from './login-bench.test-client.ts';

const { owner } = people;
const token = 'gateway-token-'.repeat(4);

let bench: LoginBench;
let gateways: Gateway[];
let clients: LoginGatewayClient[];

beforeAll(async () => {
  bench = await startLoginBench();
  gateways = await Promise.all([startWhole(), startWhole()]);
  clients = gateways.map(({ url }) =>
    createLoginClient({ database: bench.database, fallbackUrl: url, token }),
  );
});
beforeEach(() => bench.reset());
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await bench.close();
});

function startWhole(): Promise<Gateway> {
  return startGateway({
    mtproto: mtprotoOf(bench.sandbox),
    ...{ host: '127.0.0.1', port: 0, url: null, token, databaseUrl: bench.place.url },
    ...{ database: bench.database, vault: bench.vault, log: createLog('gateway', 'silent') },
    registry: createRegistry('gateway'),
  });
}

/** A session of the owner's that was made elsewhere. */
function aForeignKey(): SessionKey {
  const { keyStore, announcedIp } = bench.sandbox.telegram.dataCentre;
  return { dcId: 2, ip: announcedIp, authKey: createAuthorizedKey(keyStore, owner.id) };
}

function take(client: LoginGatewayClient | undefined, key: SessionKey): Promise<ImportOutcome> {
  if (client === undefined) throw new Error('there are two gateways');
  const session_string = formatSessionString(key, 'gramjs');
  return client.importSession({ session_string, consent_version: consentVersion });
}

async function overlapsOf({ authKey }: SessionKey): Promise<object[]> {
  const overlaps = await bench.sandbox.control.listOverlaps();
  return overlaps.filter(({ authKeyId }) => authKeyId === keyIdOf(authKey));
}

function claims(): Promise<object[]> {
  return bench.database.query('SELECT 1 FROM login_flows', []);
}

describe('a session that is taken in', () => {
  it('many times at once, at two gateways, is connected once and never twice at a time', async () => {
    const key = aForeignKey();
    const told = await Promise.all(Array.from({ length: 6 }, (_, n) => take(clients[n % 2], key)));
    const connected = told.filter(({ kind }) => kind === 'connected');
    expect(connected).toHaveLength(1);
    for (const outcome of told) {
      if (outcome.kind === 'refused') expect(['flow-busy', 'already-connected']).toContain(outcome.code);
    }
    const [row] = await bench.database.query<{ account_id: string }>('SELECT account_id FROM accounts', []);
    const accountId = row?.account_id ?? '';
    const source = (): unknown =>
      gateways.map(({ sessions }) => sessions?.source(accountId) ?? null).find((found) => found !== null);
    await vi.waitFor(() => expect(source()).toBeDefined(), { timeout: 20_000 });
    expect(await take(clients[0], key)).toEqual({ kind: 'refused', code: 'already-connected' });
    expect(await overlapsOf(key)).toEqual([]);
    expect(bench.callsOf('auth.logOut')).toBe(0);
    expect(await claims()).toEqual([]);
  });

  it('is refused while another process has its key, and taken in once that gave it back', async () => {
    const key = aForeignKey();
    const claim = { keyId: keyIdOf(key.authKey), claimedBy: 'another process' };
    expect(await claimSessionKey(bench.database, claim)).toBe(true);
    expect(await take(clients[0], key)).toEqual({ kind: 'refused', code: 'flow-busy' });
    expect(await releaseSessionKey(bench.database, { ...claim, claimedBy: 'a third' })).toBe(false);
    expect(await take(clients[0], key)).toMatchObject({ code: 'flow-busy' });
    expect(await releaseSessionKey(bench.database, claim)).toBe(true);
    expect(await take(clients[1], key)).toMatchObject({ kind: 'connected' });
    expect(await overlapsOf(key)).toEqual([]);
  });

  it('is taken in after a process that had its key died a minute ago', async () => {
    const key = aForeignKey();
    const claim = { keyId: keyIdOf(key.authKey), claimedBy: 'a dead process' };
    await claimSessionKey(bench.database, claim);
    await bench.database.query("UPDATE login_flows SET claimed_at = claimed_at - interval '61 seconds'", []);
    expect(await take(clients[0], key)).toMatchObject({ kind: 'connected' });
    expect(await claims()).toEqual([]);
  });

  it('leaves its key to the next one when Telegram does not take it', async () => {
    const key = aForeignKey();
    await bench.sandbox.control.endLogins({ personId: owner.id });
    expect(await take(clients[0], key)).toEqual({ kind: 'refused', code: 'session-dead' });
    expect(await take(clients[1], key)).toEqual({ kind: 'refused', code: 'session-dead' });
    expect(await claims()).toEqual([]);
  });
});
