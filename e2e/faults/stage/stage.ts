/**
 * Where promises are tried: the product's four real processes, the local Telegram, a durable PostgreSQL of the run's
 * own, and proxies between them where a promise needs them. Nothing of it is shared with anything else.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { migrateDatabase } from '#server/db/migrate.ts';
import { startFront } from '#start/front/start-front.ts';
import { freePorts } from '#start/ports.ts';
import { databaseName } from '#start/postgres/cluster.ts';
import { type ProductPorts, productPrograms } from '#start/programs.ts';
import { systemVariables, type Variables } from '#start/settings/env-file.ts';
import { type KeptSecrets, keepSecrets } from '#start/settings/kept-secrets.ts';
import { productVariables } from '#start/settings/product-variables.ts';
import { type KeptProcess, keepProcess } from '../kills/keep-process.ts';
import { createFaultProxy, type FaultProxy } from '../proxy/fault-proxy.ts';
import { type CrashableCluster, startCrashableCluster } from './crashable-cluster.ts';

/** What a proxy may stand before. */
export type ProxiedPart = 'postgres' | 'bot-api' | 'mtproto' | 'api';

export interface Stage {
  webhookUrl: string;
  secrets: KeptSecrets;
  gatewayUrl: string;
  /** The key ring of the product's processes. */
  encryptionKeysFile: string;
  sandbox: Sandbox;
  cluster: CrashableCluster;
  /** To the database itself, past the proxy, for looking at what is there. */
  database: pg.Pool;
  databaseUrl: string;
  processes: ReadonlyMap<string, KeptProcess>;
  /** Throws when the stage was started without a proxy before this part. */
  proxy(part: ProxiedPart): FaultProxy;
  /** Starts one more gateway, which reaches the database there; it ends with the stage at the latest. */
  addGateway(name: string, databaseUrl: string): Promise<KeptProcess & { url: string }>;
  /** Each call gives ids that no other call gave. */
  takeUpdateIds(count: number): number;
  /** Resolves when all processes are ready and the bot and the gateway do their work. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../../..');

/** Starts everything and waits until it is ready. */
export async function startStage(proxied: readonly ProxiedPart[]): Promise<Stage> {
  const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-faults-'));
  chmodSync(directory, 0o755);
  const logDirectory = join(directory, 'logs');
  mkdirSync(logDirectory, { mode: 0o700 });
  const stops: (() => Promise<unknown>)[] = [async () => rmSync(directory, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).toReversed()) await one();
  };
  try {
    return await build(directory, logDirectory, proxied, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(
  directory: string,
  logDirectory: string,
  proxied: readonly ProxiedPart[],
  stops: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<Stage> {
  const cluster = await startCrashableCluster(root, join(directory, 'postgres'));
  stops.push(() => cluster.stop());
  const databaseUrl = cluster.url(databaseName);
  await migrateDatabase(databaseUrl);
  const database = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  database.on('error', () => {
    // The server is crashed on purpose; the next question opens another connection.
  });
  stops.push(() => database.end());

  const sandbox = await createSandbox({
    dataDir: join(directory, 'sandbox'),
    pagePort: 0,
    worlds: Array.from({ length: 6 }, (_, index) => ({
      ...{ kind: 'synthetic' as const, messages: 30, seed: index + 1 },
    })),
  });
  stops.push(() => sandbox.close());
  // The limits are Telegram's for one bot; a promise about them turns them on again.
  sandbox.botApi.context.limits.isOn = false;

  const [productPort = 0, ...rest] = await freePorts(8);
  const ports = namePorts(rest);
  const proxies = new Map<ProxiedPart, FaultProxy>();
  async function route(part: ProxiedPart, port: number): Promise<number> {
    if (!proxied.includes(part)) return port;
    const proxy = await createFaultProxy({ targetPort: port });
    proxies.set(part, proxy);
    stops.push(() => proxy.close());
    return proxy.port;
  }
  const { addresses } = sandbox;
  // Sessions begin at the home data centre, so that is the one a proxy can stand before.
  const [, homeIp = ''] = addresses.mtprotoDc.split(':');
  const places = await Promise.all(
    addresses.mtprotoDcMap.split(',').map(async (place) => {
      const [ip = '', host = '', port = ''] = place.split(/[=:]/);
      return ip === homeIp
        ? `${ip}=127.0.0.1:${await route('mtproto', Number(port))}`
        : `${ip}=${host}:${port}`;
    }),
  );
  const botApi = new URL(addresses.botApiRoot);
  const secrets = keepSecrets(join(directory, 'secrets.json'));
  const productUrl = `http://127.0.0.1:${productPort}`;
  const gatewayUrl = `http://127.0.0.1:${ports.gateway}`;
  const encryptionKeysFile = join(directory, 'encryption-keys.json');
  const variables: Variables = {
    ...systemVariables(process.env),
    ...productVariables({
      ...{ configuration: {}, secrets, productUrl, gatewayUrl },
      encryptionKeysFile,
      databaseUrl: throughPort(databaseUrl, await route('postgres', cluster.port)),
      sandbox: {
        ...addresses,
        mtprotoDcMap: places.join(','),
        botApiRoot: throughPort(addresses.botApiRoot, await route('bot-api', Number(botApi.port))),
      },
    }),
    MTPROTO_CALL_BUDGET: 'off',
    LOG_LEVEL: 'warn',
  };
  const frontPorts = { ...ports, api: await route('api', ports.api) };
  const processes = new Map<string, KeptProcess>();
  for (const program of productPrograms(variables, ports)) {
    const kept = keepProcess(program, { root, logDirectory });
    processes.set(kept.name, kept);
  }
  stops.push(() => Promise.all([...processes.values()].map((kept) => kept.stop())));
  const front = await startFront(productPort, root, frontPorts, variables);
  stops.push(() => front.stop(1_000));

  async function addGateway(name: string, itsDatabaseUrl: string): Promise<KeptProcess & { url: string }> {
    const [port = 0, metricsPort = 0] = await freePorts(2);
    const itsVariables = {
      ...variables,
      DATABASE_URL: itsDatabaseUrl,
      GATEWAY_URL: `http://127.0.0.1:${port}`,
    };
    const itsPorts = { ...ports, gateway: port, metrics: { ...ports.metrics, gateway: metricsPort } };
    const [program] = productPrograms(itsVariables, itsPorts);
    if (program === undefined) throw new Error('The product has no gateway.');
    const kept = keepProcess({ ...program, name }, { root, logDirectory });
    stops.push(() => kept.stop());
    await within(kept, 30_000);
    return Object.assign(kept, { url: itsVariables.GATEWAY_URL });
  }

  let nextUpdateId = 1_000_000;
  const stage: Stage = {
    ...{ webhookUrl: `${productUrl}/api/telegram/webhook`, secrets, gatewayUrl },
    ...{ sandbox, cluster, database, databaseUrl, processes, addGateway, stop },
    encryptionKeysFile,
    proxy(part) {
      const proxy = proxies.get(part);
      if (proxy === undefined) throw new Error(`The stage has no proxy before ${part}.`);
      return proxy;
    },
    takeUpdateIds(count) {
      nextUpdateId += count;
      return nextUpdateId - count;
    },
    async ready() {
      for (const kept of processes.values()) await within(kept, 30_000);
      await until(async () => {
        const answer = await fetch(`${gatewayUrl}/api/v1/stats/status`, {
          headers: { authorization: `Bearer ${secrets.gatewayToken}` },
        });
        return ((await answer.json()) as { connected: boolean }).connected;
      }, 30_000);
    },
  };
  await stage.ready();
  return stage;
}

function namePorts(ports: number[]): ProductPorts {
  const [gateway = 0, api = 0, bot = 0, ofGateway = 0, ofApi = 0, ofBot = 0, ofWorker = 0] = ports;
  return { gateway, api, bot, metrics: { gateway: ofGateway, api: ofApi, bot: ofBot, worker: ofWorker } };
}

function throughPort(address: string, port: number): string {
  const url = new URL(address);
  url.port = String(port);
  return url.href.replace(/\/$/, '');
}

/** Asks until it is so; what cannot be asked yet is not so. Throws after `deadlineMs`. */
export async function until(ask: () => Promise<boolean>, deadlineMs: number): Promise<void> {
  const begun = performance.now();
  for (;;) {
    if (await ask().catch(() => false)) return;
    if (performance.now() - begun > deadlineMs) throw new Error(`It was not so after ${deadlineMs} ms.`);
    await setTimeout(100);
  }
}

async function within(kept: KeptProcess, deadlineMs: number): Promise<void> {
  const late = setTimeout(deadlineMs, 'late' as const, { ref: false });
  if ((await Promise.race([kept.ready(), late])) !== 'late') return;
  throw new Error(`${kept.name} was not ready after ${deadlineMs} ms. ${kept.unasked().at(-1) ?? ''}`);
}
