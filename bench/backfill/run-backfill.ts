import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrateDatabase } from '#server/db/migrate.ts';
import { freePorts } from '#start/ports.ts';
import { type Cluster, databaseName } from '#start/postgres/cluster.ts';
import { type Child, startChild } from '#start/processes/child.ts';
import { runOnce } from '#start/processes/run-once.ts';
import { cliProgram, productPrograms, usualPorts } from '#start/programs.ts';
import type { SandboxAddresses } from '#start/sandbox-process.ts';
import { systemVariables, type Variables } from '#start/settings/env-file.ts';
import { productVariables } from '#start/settings/product-variables.ts';
import type { MeasuredGateway } from '../gateway/ask-gateway.ts';
import { cpuMilliseconds, watchMemory } from './watch-memory.ts';

export interface BackfillRun {
  messages: number;
  pages: number;
  seconds: number;
  /** CPU of the gateway's whole process from the first page to the last. */
  cpuMs: number;
  /** MiB, a quarter of a second apart. */
  memory: number[];
}

export interface BackfillOptions {
  root: string;
  /** A folder of this run's own. */
  directory: string;
  cluster: Cluster;
  /** `synthetic:N` or a recording's folder. */
  world: string;
  /** Where the gateway leaves a CPU profile; null: none is taken. */
  profileDirectory: string | null;
  /** Begins something beside the back-fill, as soon as the gateway is ready; what it returns ends it. */
  beside?(gateway: MeasuredGateway): () => Promise<void>;
}

const pageSize = 100;
const deadlineMs = 150_000;

interface Served {
  addresses: SandboxAddresses;
  username: string;
}

/** Tracks one channel with the real gateway over the real wire into a real database, and measures the back-fill. */
export async function runBackfill(options: BackfillOptions): Promise<BackfillRun> {
  const { root, directory, cluster, world } = options;
  mkdirSync(directory, { recursive: true });
  const childOptions = { root, logDirectory: directory, isRestart: false };
  const system = systemVariables(process.env);
  const children: Child[] = [];
  const url = await freshDatabase(cluster);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { addresses, username } = await new Promise<Served>((resolve, reject) => {
      const command = ['bench/backfill/serve-synthetic.ts', join(directory, 'sandbox'), world];
      const onLine = (line: string): void => resolve(JSON.parse(line) as Served);
      const child = startChild({ name: 'sandbox', command, variables: system, onLine }, childOptions);
      children.push(child);
      void child.ended.then(({ words }) => reject(new Error(`The sandbox ${words}: see ${child.logFile}`)));
    });
    const [port = 0, metricsPort = 0] = await freePorts(2);
    const gatewayToken = 'b'.repeat(40);
    const variables: Variables = {
      ...system,
      ...productVariables({
        configuration: { MTPROTO_CALL_BUDGET: 'off' },
        secrets: { gatewayToken, webhookSecret: 's'.repeat(40) },
        databaseUrl: url,
        productUrl: 'http://127.0.0.1:9',
        gatewayUrl: `http://127.0.0.1:${port}`,
        encryptionKeysFile: join(directory, 'encryption-keys.json'),
        sandbox: addresses,
      }),
      LOG_LEVEL: 'warn',
    };
    const [program] = productPrograms(variables, {
      ...usualPorts,
      gateway: port,
      metrics: { ...usualPorts.metrics, gateway: metricsPort },
    });
    if (program === undefined) throw new Error('There is no gateway to measure.');
    const profiling =
      options.profileDirectory === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${options.profileDirectory}`];
    const gateway = startChild({ ...program, command: [...profiling, ...program.command] }, childOptions);
    children.push(gateway);
    await gateway.ready;
    const signal = new AbortController().signal;
    const tracking = runOnce(cliProgram('track', ['track', `@${username}`, '--all'], variables), {
      ...{ root, logDirectory: directory, deadlineMs: 60_000, signal },
    });
    const stop = options.beside?.({
      url: `http://127.0.0.1:${port}`,
      metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
      token: gatewayToken,
      username,
    });
    const run = await measure(client, gateway.pid).finally(stop);
    await tracking;
    return run;
  } finally {
    await client.end();
    for (const child of children.toReversed()) await child.stop(8_000);
  }
}

async function freshDatabase(cluster: Cluster): Promise<string> {
  const maintenance = new pg.Client({ connectionString: cluster.url(databaseName) });
  await maintenance.connect();
  await maintenance.query('DROP DATABASE IF EXISTS bench WITH (FORCE)');
  await maintenance.query('CREATE DATABASE bench');
  await maintenance.end();
  await migrateDatabase(cluster.url('bench'));
  return cluster.url('bench');
}

/** From the moment the wish to read a history is stored until the history is complete. */
async function measure(client: pg.Client, pid: number): Promise<BackfillRun> {
  const giveUpAt = Date.now() + deadlineMs;
  let startedAt: number | null = null;
  let cpuBefore = 0;
  const memory = watchMemory(pid);
  try {
    while (Date.now() < giveUpAt) {
      const { rows } = await client.query<{ history_state: string; history_read: number }>(
        'SELECT history_state, history_read FROM channel_schedule',
      );
      const [row] = rows;
      if (row !== undefined && startedAt === null) {
        startedAt = Date.now();
        cpuBefore = cpuMilliseconds(pid) ?? 0;
      }
      if (row?.history_state === 'failed') throw new Error('The history could not be read.');
      if (row?.history_state === 'complete' && startedAt !== null) {
        const messages = row.history_read;
        return {
          messages,
          pages: Math.ceil(messages / pageSize),
          seconds: (Date.now() - startedAt) / 1_000,
          cpuMs: (cpuMilliseconds(pid) ?? 0) - cpuBefore,
          memory: memory.stop(),
        };
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`The history was not complete after ${deadlineMs / 1_000} s.`);
  } finally {
    memory.stop();
  }
}
