import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from '#e2e/harness/test-database.ts';
import { openDatabase } from '#server/db/database.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import type { MtprotoEnvironment } from '#server/env.ts';
import { createLog } from '#server/log.ts';
import { createRegistry } from '#server/metrics.ts';
import { aVault } from '#server/vault/a-vault.ts';
import { type RunningGateway, startRunningGateway } from '../running-gateway.test-client.ts';
import { startGateway } from '../start-gateway.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(...given: Parameters<typeof startRunningGateway>): Promise<RunningGateway> {
  const running = await startRunningGateway(...given);
  stops.push(() => running.close());
  return running;
}

describe('people who ask while a back-fill runs', () => {
  it('get their figures at once though the back-fill has used up all it may', async () => {
    const running = await start([{ kind: 'synthetic', messages: 8_000, seed: 5 }], {
      mtproto: { isBudgeted: true },
    });
    const channelId = await running.track('synthetic_5');
    // 25 pages at once, then one a second: from now on the back-fill waits for each of its calls.
    await vi.waitFor(() => expect(running.callsOf('messages.getHistory')).toBeGreaterThan(25), {
      timeout: 40_000,
    });
    for (const path of ['', '/posts?limit=50', '/messages/7000', '/posts?limit=1']) {
      expect(await running.stats(`/channels/${channelId}${path}`)).toMatchObject({ status: 200 });
    }
    expect((await loadSchedule(running.database, channelId))?.historyState).toBe('reading');
  }, 90_000);
});

describe('the health probe', () => {
  it('asks a quiet session whether Telegram still takes it, and finds out that it does not', async () => {
    const running = await start([{ kind: 'synthetic', messages: 1, seed: 5 }], { probeMs: 100 });
    await vi.waitFor(() => expect(running.callsOf('updates.getState')).toBeGreaterThan(2), {
      timeout: 20_000,
    });
    expect((await running.stats('/status')).body).toMatchObject({
      connected: true,
      sessions: [
        { kind: 'operator', account_id: expect.stringMatching(/^\d+$/), connected: true, reason: null },
      ],
    });
    running.telegram.faults.add({
      method: 'updates.getState',
      effect: { kind: 'error', code: 401, description: 'SESSION_REVOKED' },
    });
    await vi.waitFor(
      async () =>
        expect((await running.stats('/status')).body).toMatchObject({
          connected: false,
          reason: 'session-dead',
        }),
      { timeout: 20_000 },
    );
    const metrics = await running.registry.metrics();
    expect(metrics).toMatch(/bot_gateway_mtproto_connected\{[^}]*\} 0\n/);
    expect(metrics).toMatch(/bot_gateway_mtproto_requests_total\{[^}]*status="session-dead"[^}]*\} 1\n/);
    expect(metrics).toMatch(/bot_gateway_lease_changes_total\{[^}]*change="taken"[^}]*\} 1\n/);
    const calls = running.callsOf('updates.getState');
    expect(await running.stats('/connect', {})).toMatchObject({
      status: 503,
      body: { code: 'no-session', reason: 'session-dead' },
    });
    expect(running.callsOf('updates.getState')).toBe(calls);
  }, 60_000);
});

describe('connecting on demand', () => {
  it('proves a connection, says why there is none, and does not wait for the next attempt', async () => {
    const running = await start([{ kind: 'synthetic', messages: 1, seed: 5 }]);
    const before = running.callsOf('updates.getState');
    expect(await running.stats('/connect', {})).toMatchObject({ status: 200, body: { connected: true } });
    expect(running.callsOf('updates.getState')).toBe(before + 1);
    running.telegram.faults.add({ method: 'connect', effect: { kind: 'reset' } });
    for (const connection of running.telegram.dataCentre.openConnections()) connection.close();
    await vi.waitFor(async () => expect((await running.client.status()).connected).toBe(false), {
      timeout: 10_000,
    });
    const failed = await running.stats('/connect', {});
    expect(failed).toMatchObject({ status: 503, body: { code: 'no-session' } });
    expect(failed.body).toMatchObject({
      reason: expect.stringMatching(/^(ECONNRESET|connection-lost|deadline)$/),
    });
    // Stopped while nothing can connect; back-offs have become seconds by now.
    await delay(200);
    running.telegram.faults.clear();
    expect(await running.client.connect()).toMatchObject({ connected: true, reason: null });
    expect(running.telegram.dataCentre.openConnections()).toHaveLength(1);
  }, 60_000);
});

describe('a gateway without MTProto', () => {
  const nothing: MtprotoEnvironment = {
    isEnabled: true,
    isExclusive: false,
    isBudgeted: true,
    dc: null,
    dcMap: new Map(),
    publicKeyFile: null,
    apiId: null,
    apiHash: null,
    sessionString: null,
  };

  it.each<[string, Partial<MtprotoEnvironment>]>([
    ['mtproto-off', { isEnabled: false }],
    ['no-api-id', {}],
    ['no-session', { apiId: 5, apiHash: 'f'.repeat(32) }],
  ])('answers all the same, with 503 and %s where a session is needed', async (reason, change) => {
    const cluster = await createTestDatabase();
    const database = openDatabase(cluster.url);
    const token = 'gateway-token-'.repeat(4);
    const gateway = await startGateway({
      mtproto: { ...nothing, ...change },
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
    stops.push(
      () => gateway.stop(),
      () => database.close(),
      () => cluster.drop(),
    );
    const ask = async (path: string, method = 'GET'): Promise<{ status: number; body: unknown }> => {
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`${gateway.url}/api/v1/stats${path}`, { method, headers });
      return { status: response.status, body: await response.json() };
    };
    const status = await ask('/status');
    expect(status).toMatchObject({ status: 200, body: { available: false, connected: false, reason } });
    for (const [path, method] of [
      ['/connect', 'POST'],
      ['/channels/@any_name', 'GET'],
      ['/channels/5/posts', 'GET'],
      ['/channels/5/messages/1', 'GET'],
    ] as const) {
      expect(await ask(path, method)).toMatchObject({ status: 503, body: { code: 'no-session', reason } });
    }
  });
});
