import type { Registry } from 'prom-client';
import { expect, vi } from 'vitest';
import type { ChannelId } from '#contract/channel-id.ts';
import { createTestDatabase } from '#e2e/harness/test-database.ts';
import type { WorldSource } from '#sandbox/world/world-source.ts';
import { collectChannel } from '#server/actions/collect-channel.ts';
import { planChannels } from '#server/actions/plan-channels.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { loadSchedule, type Schedule } from '#server/db/queries/load-schedule.ts';
import type { MtprotoEnvironment } from '#server/env.ts';
import { createGatewayClient, type GatewayClient } from '#server/gateway-client/create-gateway-client.ts';
import { createLog } from '#server/log.ts';
import { createRegistry } from '#server/metrics.ts';
import { aVault } from '#server/vault/a-vault.ts';
import { type LocalTelegram, startLocalTelegram } from './local-telegram.test-client.ts';
import { startGateway } from './start-gateway.ts';

/** A whole gateway in the test's process, with the local Telegram and a database of its own. */
export interface RunningGateway {
  telegram: LocalTelegram;
  database: Database;
  client: GatewayClient;
  registry: Registry;
  /** Asks for `/api/v1/stats` and this path, as the operator does; a body makes it a POST. */
  stats(path: string, body?: object): Promise<StatsAnswer>;
  /** How often Telegram was asked for this method. */
  callsOf(method: string): number;
  /** What tracking a channel does: resolve, schedule, and a job for its history. */
  track(name: string): Promise<ChannelId>;
  /** Waits until the reading of the channel's history is in this state. */
  reach(channelId: ChannelId, state: Schedule['historyState']): Promise<Schedule>;
  /** Has the channel read now and waits for it. */
  sync(channelId: ChannelId): Promise<void>;
  close(): Promise<void>;
}

/** Of a problem or an answer, whatever it is. */
export interface StatsAnswer {
  status: number;
  body: unknown;
  retryAfter: number | null;
}

export interface RunningGatewayOptions {
  mtproto?: Partial<MtprotoEnvironment>;
  probeMs?: number;
  /** The bot's own session besides. */
  hasBot?: boolean;
}

export async function startRunningGateway(
  sources: readonly WorldSource[],
  { mtproto, hasBot = false, ...options }: RunningGatewayOptions = {},
): Promise<RunningGateway> {
  const telegram = await startLocalTelegram(sources);
  const cluster = await createTestDatabase();
  const database = openDatabase(cluster.url);
  const token = 'gateway-token-'.repeat(4);
  const registry = createRegistry('gateway');
  const gateway = await startGateway({
    ...options,
    botToken: hasBot ? telegram.botToken : null,
    mtproto: { ...telegram.mtproto, ...mtproto },
    host: '127.0.0.1',
    port: 0,
    url: null,
    token,
    databaseUrl: cluster.url,
    database,
    vault: aVault(),
    log: createLog('gateway', 'silent'),
    registry,
  });
  await vi.waitFor(() => expect(gateway.reason()).toBeNull(), { timeout: 20_000 });
  const client = createGatewayClient({ database, fallbackUrl: gateway.url, token });

  async function reach(channelId: ChannelId, state: Schedule['historyState']): Promise<Schedule> {
    return vi.waitFor(
      async () => {
        const schedule = await loadSchedule(database, channelId);
        if (schedule?.historyState !== state) throw new Error(`it is ${schedule?.historyState}`);
        return schedule;
      },
      { timeout: 40_000, interval: 20 },
    );
  }

  async function stats(path: string, body?: object): Promise<StatsAnswer> {
    const response = await fetch(`${gateway.url}/api/v1/stats${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const retryAfter = response.headers.get('retry-after');
    return {
      status: response.status,
      body: await response.json(),
      retryAfter: retryAfter === null ? null : Number(retryAfter),
    };
  }

  return {
    telegram,
    database,
    client,
    registry,
    stats,
    reach,
    callsOf: (method) => telegram.callLog.calls().filter((call) => call.method === method).length,
    async track(name) {
      const outcome = await client.resolveChannel(name);
      if (outcome.kind !== 'channel') throw new Error(`${name} is ${outcome.kind}`);
      const { channelId } = outcome;
      await database.transaction((connection) => collectChannel(connection, { channelId, now: new Date() }));
      return channelId;
    },
    async sync(channelId) {
      const before = await loadSchedule(database, channelId);
      if (before === null) throw new Error('it is not tracked');
      await database.transaction((connection) =>
        planChannels(connection, [channelId], { now: new Date(), priority: 0 }),
      );
      await vi.waitFor(
        async () => {
          const after = await loadSchedule(database, channelId);
          expect(after?.lastSyncedAt?.getTime() ?? 0).toBeGreaterThan(before.lastSyncedAt?.getTime() ?? 0);
        },
        { timeout: 20_000, interval: 20 },
      );
    },
    async close() {
      await client.close();
      await gateway.stop();
      await database.close();
      await cluster.drop();
      await telegram.close();
    },
  };
}
