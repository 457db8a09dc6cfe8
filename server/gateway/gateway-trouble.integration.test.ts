import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import type { MtprotoEnvironment } from '#server/env.ts';
import {
  createGatewayClient,
  GatewayAnswerError,
  type GatewayClient,
} from '#server/gateway-client/create-gateway-client.ts';
import { createLog } from '#server/log.ts';
import { createRegistry } from '#server/metrics.ts';
import { aVault } from '#server/vault/a-vault.ts';
import { type LocalTelegram, startLocalTelegram } from './local-telegram.test-client.ts';
import { type Gateway, startGateway } from './start-gateway.ts';
import { SessionStringError } from './telegram/session-string.ts';

const token = 'gateway-token-'.repeat(4);

let telegram: LocalTelegram;
let cluster: TestDatabase;
let database: Database;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  telegram = await startLocalTelegram([{ kind: 'synthetic', messages: 10, seed: 1 }]);
  cluster = await createTestDatabase();
  database = openDatabase(cluster.url);
});

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  telegram.faults.clear();
  await database.query('DELETE FROM accounts', []);
});

afterAll(async () => {
  await database.close();
  await cluster.drop();
  await telegram.close();
});

async function start(
  change: Partial<MtprotoEnvironment> = {},
): Promise<{ gateway: Gateway; client: GatewayClient }> {
  const gateway = await startGateway({
    mtproto: { ...telegram.mtproto, ...change },
    host: '127.0.0.1',
    port: 0,
    url: null,
    token,
    databaseUrl: cluster.url,
    database,
    vault: aVault(),
    log: createLog('gateway', 'silent'),
    registry: createRegistry('gateway'),
  });
  stops.push(() => gateway.stop());
  const client = createGatewayClient({ database, fallbackUrl: gateway.url, token });
  stops.push(() => client.close());
  return { gateway, client };
}

function reasonIs(client: GatewayClient, reason: string | null): Promise<void> {
  return vi.waitFor(async () => expect((await client.status()).reason).toBe(reason), { timeout: 15_000 });
}

function toNowhere(port: number): MtprotoEnvironment['dcMap'] {
  return new Map([['127.0.1.2', { host: '127.0.0.1', port }]]);
}

describe('a gateway without MTProto', () => {
  it.each([
    [{ isEnabled: false }, 'mtproto-off'],
    [{ sessionString: null }, 'no-session'],
    [{ apiId: null, apiHash: null, sessionString: null }, 'no-api-id'],
  ])('answers that there is no source with %j', async (change, reason) => {
    const { client } = await start(change);
    expect(await client.resolveChannel('synthetic_1')).toEqual({ kind: 'no-source' });
    expect(await client.status()).toMatchObject({ connected: false, available: false, reason });
  });

  it('does not start with a session string that is none, and does not repeat it', async () => {
    const text = `1${'secret'.repeat(40)}`;
    const starting = start({ sessionString: text });
    await expect(starting).rejects.toThrow(SessionStringError);
    await expect(starting).rejects.not.toThrow(/secret/);
  });
});

describe('a gateway that cannot reach Telegram', () => {
  it('says so and is stopped at once when the port is closed', async () => {
    const { client, gateway } = await start({ dcMap: toNowhere(1) });
    await reasonIs(client, 'ECONNRESET');
    expect(await client.resolveChannel('synthetic_1')).toEqual({ kind: 'no-source' });
    const startedAt = Date.now();
    await gateway.stop();
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    stops.length = 0;
  });

  it('connects nowhere but to the addresses it is told', async () => {
    const { client } = await start({ dcMap: new Map([['10.1.1.1', { host: '127.0.0.1', port: 9 }]]) });
    await vi.waitFor(async () => expect((await client.status()).reason).not.toBe('starting'), {
      timeout: 15_000,
    });
    await delay(300);
    expect((await client.status()).connected).toBe(false);
    expect(telegram.dataCentre.openConnections()).toHaveLength(0);
  });
});

describe('a session that Telegram ended', () => {
  it.each(['SESSION_REVOKED', 'AUTH_KEY_UNREGISTERED', 'USER_DEACTIVATED_BAN'])(
    'is dead after %s: the account is marked, the socket closed, and nothing is tried again',
    async (text) => {
      const { client } = await start();
      await reasonIs(client, null);
      telegram.faults.add({
        method: 'contacts.resolveUsername',
        effect: { kind: 'error', code: 401, description: text },
      });
      expect(await client.resolveChannel('synthetic_1')).toEqual({ kind: 'no-source' });
      await reasonIs(client, 'session-dead');
      await vi.waitFor(() => expect(telegram.dataCentre.openConnections()).toHaveLength(0), {
        timeout: 15_000,
      });
      await vi.waitFor(
        async () =>
          expect(await database.query('SELECT state FROM accounts', [])).toEqual([{ state: 'dead' }]),
        { timeout: 15_000 },
      );
      const calls = telegram.callLog.calls().length;
      await delay(1_500);
      expect(telegram.callLog.calls()).toHaveLength(calls);
    },
    20_000,
  );

  it.each([
    [500, 'INTERNAL'],
    [420, 'SOMETHING_NEW'],
    [401, 'SOMETHING_NEW'],
    [406, 'SOMETHING_SILENT'],
    [303, 'STATS_MIGRATE_4'],
  ])(
    'is not ended by %i %s',
    async (code, text) => {
      const { client } = await start();
      await reasonIs(client, null);
      telegram.faults.add({
        method: 'contacts.resolveUsername',
        effect: { kind: 'error', code, description: text },
        count: 1,
      });
      expect(await client.resolveChannel('synthetic_1')).toEqual({ kind: 'no-source' });
      expect((await client.resolveChannel('synthetic_1')).kind).toBe('channel');
      await database.query('DELETE FROM channel_names', []);
    },
    20_000,
  );
});

describe('two gateways with one session', () => {
  it('never connect at the same time; the second takes over when the first one stops', async () => {
    const first = await start();
    await reasonIs(first.client, null);
    const second = await start();
    await delay(1_500);
    expect(second.gateway.reason()).toBe('held-elsewhere');
    expect(telegram.dataCentre.openConnections()).toHaveLength(1);
    await first.gateway.stop();
    await vi.waitFor(() => expect(second.gateway.reason()).toBeNull(), { timeout: 10_000 });
    expect(telegram.dataCentre.openConnections()).toHaveLength(1);
    expect((await first.client.resolveChannel('synthetic_1')).kind).toBe('channel');
    stops.splice(stops.length - 4, 1);
  }, 30_000);
});

describe('the client of the gateway', () => {
  it('says that there is no source when nobody listens', async () => {
    const client = createGatewayClient({ database, fallbackUrl: 'http://127.0.0.1:1', token });
    expect(await client.resolveChannel('any_name')).toEqual({ kind: 'no-source' });
    expect(await client.status()).toMatchObject({ connected: false, reason: 'gateway-unreachable' });
    await client.close();
  });

  it('says what is wrong when the tokens differ', async () => {
    const { gateway } = await start({ isEnabled: false });
    const client = createGatewayClient({ database, fallbackUrl: gateway.url, token: `${token}x` });
    await expect(client.resolveChannel('any_name')).rejects.toThrow(GatewayAnswerError);
    await client.close();
  });
});
