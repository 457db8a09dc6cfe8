import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ChannelId } from '#contract/channel-id.ts';
import { createTestDatabase, type TestDatabase } from '#e2e/harness/test-database.ts';
import { collectChannel } from '#server/actions/collect-channel.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { createGatewayClient, type GatewayClient } from '#server/gateway-client/create-gateway-client.ts';
import { freeSilentWorkers } from '#server/jobs/free-silent-workers.ts';
import { freePorts } from '#start/ports.ts';
import { type LocalTelegram, startLocalTelegram } from './local-telegram.test-client.ts';

const token = 'gateway-token-'.repeat(4);
const name = 'synthetic_5';

let telegram: LocalTelegram;
const children: ChildProcess[] = [];

beforeAll(async () => {
  telegram = await startLocalTelegram([{ kind: 'synthetic', messages: 3_210, seed: 5 }]);
});

afterEach(() => {
  telegram.faults.clear();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(() => telegram.close());

interface Bench {
  cluster: TestDatabase;
  database: Database;
  client: GatewayClient;
  close(): Promise<void>;
}

async function aBench(): Promise<Bench> {
  const cluster = await createTestDatabase();
  const database = openDatabase(cluster.url);
  const client = createGatewayClient({ database, fallbackUrl: 'http://127.0.0.1:1', token });
  return {
    cluster,
    database,
    client,
    async close() {
      await client.close();
      await database.close();
      await cluster.drop();
    },
  };
}

/** The gateway as the real process, on a port of its own choice that it cannot announce: so one is chosen for it. */
async function startProcess({ cluster, client }: Bench, port: number): Promise<ChildProcess> {
  const { dcMap, dc, publicKeyFile, apiId, apiHash, sessionString } = telegram.mtproto;
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/gateway/main.ts'], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      TELEGRAM_BOT_TOKEN: `1:${'x'.repeat(35)}`,
      TELEGRAM_API_ROOT: 'http://127.0.0.1:1',
      DATABASE_URL: cluster.url,
      GATEWAY_TOKEN: token,
      GATEWAY_URL: `http://127.0.0.1:${port}`,
      PORT: String(port),
      METRICS_PORT: '0',
      MTPROTO_CALL_BUDGET: 'off',
      MTPROTO_DC: `${dc?.id}:${dc?.ip}:${dc?.port}`,
      MTPROTO_DC_MAP: [...dcMap].map(([ip, { host, port: to }]) => `${ip}=${host}:${to}`).join(','),
      MTPROTO_PUBLIC_KEY_FILE: publicKeyFile ?? '',
      ENCRYPTION_KEYS_FILE: `${publicKeyFile}.encryption-keys.json`,
      TELEGRAM_API_ID: String(apiId),
      TELEGRAM_API_HASH: apiHash ?? '',
      TELEGRAM_SESSION_STRING: sessionString ?? '',
    },
  });
  children.push(child);
  await vi.waitFor(async () => expect((await client.status()).connected).toBe(true), {
    timeout: 25_000,
    interval: 100,
  });
  return child;
}

async function track({ database, client }: Bench): Promise<ChannelId> {
  const outcome = await client.resolveChannel(name);
  if (outcome.kind !== 'channel') throw new Error(outcome.kind);
  const { channelId } = outcome;
  await database.transaction((connection) => collectChannel(connection, { channelId, now: new Date() }));
  return channelId;
}

async function readSoFar({ database }: Bench, channelId: ChannelId): Promise<number> {
  return (await loadSchedule(database, channelId))?.historyRead ?? 0;
}

async function complete(bench: Bench, channelId: ChannelId): Promise<void> {
  await vi.waitFor(
    async () => {
      expect((await loadSchedule(bench.database, channelId))?.historyState).toBe('complete');
    },
    { timeout: 30_000, interval: 50 },
  );
}

/** Every post and the progress, without the times of capture. */
function rows({ database }: Bench): Promise<unknown[]> {
  return database.query<object>(
    `SELECT to_jsonb(posts) - 'captured_at' AS row FROM posts
     UNION ALL
     SELECT jsonb_build_object('read', history_read, 'total', history_total, 'state', history_state) FROM channel_schedule
     ORDER BY 1`,
    [],
  );
}

describe('a gateway that is killed', () => {
  it('ends with the same rows as one that was left alone, killed three times in the middle of a history', async () => {
    const calm = await aBench();
    const rough = await aBench();
    try {
      const [port = 0] = await freePorts(1);
      const undisturbed = await startProcess(calm, port);
      const calmChannel = await track(calm);
      await complete(calm, calmChannel);
      const before = Date.now();
      undisturbed.kill('SIGTERM');
      const [code] = await once(undisturbed, 'exit');
      expect(code).toBe(0);
      expect(Date.now() - before).toBeLessThan(5_000);
      expect(telegram.dataCentre.openConnections()).toHaveLength(0);

      telegram.faults.add({ method: 'messages.getHistory', delayMs: 150 });
      let channelId: ChannelId | null = null;
      for (const enough of [700, 1_500, 2_400]) {
        const victim = await startProcess(rough, port);
        channelId ??= await track(rough);
        const id = channelId;
        await vi.waitFor(async () => expect(await readSoFar(rough, id)).toBeGreaterThan(enough), {
          timeout: 20_000,
          interval: 10,
        });
        victim.kill('SIGKILL');
        await once(victim, 'exit');
        expect(await readSoFar(rough, id)).toBeLessThan(3_000);
        // What the worker's reaper does 30 s later, without waiting for it.
        await delay(50);
        await freeSilentWorkers(rough.database, 0.01);
      }
      await startProcess(rough, port);
      if (channelId === null) throw new Error('nothing was tracked');
      await complete(rough, channelId);
      expect(await rows(rough)).toEqual(await rows(calm));
      expect(await rows(rough)).toHaveLength(telegram.world.truth(channelId).posts + 1);
    } finally {
      for (const child of children.splice(0)) {
        child.kill('SIGKILL');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }
      await calm.close();
      await rough.close();
    }
  }, 120_000);
});
