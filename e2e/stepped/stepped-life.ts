/**
 * Weeks of collecting in minutes: a sandbox whose world stands still between steps, the real gateway reading it over
 * the wire, and the real planner, all in one process. Only the world's time and the product's `now` are moved; the
 * wire, leases and deadlines keep the machine's clock. A step ends when everything that fell due in it is done, so what
 * is stored depends on nothing but the seed, and two lives of one seed must be the same to the byte.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChannelId } from '#contract/channel-id.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { collectChannel } from '#server/actions/collect-channel.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { startGateway } from '#server/gateway/start-gateway.ts';
import { createGatewayClient } from '#server/gateway-client/create-gateway-client.ts';
import { createLog } from '#server/log.ts';
import { createRegistry } from '#server/metrics.ts';
import { aVault } from '#server/vault/a-vault.ts';
import { planDueChannels } from '#server/worker/plan-due-channels.ts';
import { describeSandbox } from './describe-sandbox.ts';
import { waitForJobs } from './wait-for-jobs.ts';

export interface SteppedLifeSettings {
  /** A database with all migrations and nothing else. */
  databaseUrl: string;
  /** For the sandbox; the caller's to remove. */
  directory: string;
  seed: number;
  /** Names of public channels of the demo world. */
  channels: readonly string[];
}

/** A product in the middle of its stepped life. */
export interface SteppedLife {
  sandbox: Sandbox;
  database: Database;
  channelIds: readonly ChannelId[];
  /** World time, unix seconds. */
  now(): number;
  /** Moves everything 15 minutes ahead, plans what is due then, and waits until it is done. */
  step(): Promise<void>;
  stop(): Promise<void>;
}

/** How often the product reads a channel. */
const stepSeconds = 900;
/** Monday 8 January 2024: no instant of the life lies in the machine's future, so that nothing waits for it. */
const epoch = 1_704_672_000;
const readyMs = 30_000;

/** Starts everything, tracks the channels and reads their histories. */
export async function startSteppedLife(settings: SteppedLifeSettings): Promise<SteppedLife> {
  const { databaseUrl, directory, seed } = settings;
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).toReversed()) await one();
  };
  try {
    const dataDir = join(directory, 'sandbox');
    const sandbox = await createSandbox({ dataDir, pagePort: 0, worlds: [], seed, epoch, isStepped: true });
    stops.push(() => sandbox.close());
    const now = (): Date => new Date(sandbox.world.now() * 1_000);
    const database = openDatabase(databaseUrl);
    stops.push(() => database.close());
    const token = 'stepped-gateway-'.repeat(3);
    const gateway = await startGateway({
      ...{ mtproto: describeSandbox(sandbox.addresses), token, databaseUrl, database, now },
      ...{ host: '127.0.0.1', port: 0, url: null },
      vault: aVault(),
      log: createLog('gateway', 'silent'),
      registry: createRegistry('gateway'),
    });
    stops.push(() => gateway.stop());
    const client = createGatewayClient({ database, fallbackUrl: gateway.url, token });
    stops.push(() => client.close());
    await untilReady(() => gateway.reason());
    const channelIds: ChannelId[] = [];
    for (const name of settings.channels) {
      const outcome = await client.resolveChannel(name);
      if (outcome.kind !== 'channel') throw new Error(`${name} is ${outcome.kind}`);
      const { channelId } = outcome;
      await database.transaction((connection) => collectChannel(connection, { channelId, now: now() }));
      channelIds.push(channelId);
    }
    await waitForJobs(database);
    return {
      ...{ sandbox, database, channelIds, stop },
      now: () => sandbox.world.now(),
      async step() {
        await sandbox.control.advanceClock({ seconds: stepSeconds });
        await planDueChannels(database, now());
        await waitForJobs(database);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilReady(reason: () => string | null): Promise<void> {
  const deadline = Date.now() + readyMs;
  while (reason() !== null) {
    if (Date.now() > deadline) throw new Error(`the gateway has no session: ${reason()}`);
    await delay(20);
  }
}
