import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Registry } from 'prom-client';
import type { Database } from '#server/db/database.ts';
import type { MtprotoEnvironment } from '#server/env.ts';
import { buildStatus } from '#server/gateway-client/build-status.ts';
import type { GatewayStatus } from '#server/gateway-client/gateway-answers.ts';
import { createWorker } from '#server/jobs/create-worker.ts';
import type { Log } from '#server/log.ts';
import { createReadHistory } from './collect/read-history.ts';
import { createSyncChannel } from './collect/sync-channel.ts';
import { createGatewayMetrics, type GatewayMetrics } from './gateway-metrics.ts';
import { createApp } from './http/create-app.ts';
import { createResolver } from './http/resolve-channel.ts';
import { holdOperatorSession, type OperatorSession, type Source } from './operator-session.ts';
import { createAddressBook } from './telegram/address-book.ts';
import { connectClient } from './telegram/connect-client.ts';
import { trustServerKey } from './telegram/server-key.ts';
import { parseSessionString } from './telegram/session-string.ts';

export interface GatewaySettings {
  mtproto: MtprotoEnvironment;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Announced in the lease; null: the address it really listens at. */
  url: string | null;
  token: string;
  databaseUrl: string;
  database: Database;
  log: Log;
  registry: Registry;
  /** How often the session is asked whether Telegram still takes it; 5 minutes unless told otherwise. */
  probeMs?: number;
}

export interface Gateway {
  url: string;
  operator: OperatorSession | null;
  stop(): Promise<void>;
}

/**
 * Starts the gateway: its HTTP interface at once, the session as soon as its lease can be had. Without MTProto or without
 * a session it answers all the same, that there is no source.
 */
export async function startGateway(settings: GatewaySettings): Promise<Gateway> {
  const metrics = createGatewayMetrics(settings.registry);
  let operator: OperatorSession | null = null;
  const { database, log } = settings;
  const source = (): Source | null => operator?.source() ?? null;
  const now = (): Date => new Date();
  const status = (): GatewayStatus =>
    buildStatus(settings.mtproto, {
      accountId: source()?.accountId ?? null,
      reason: operator === null ? 'starting' : operator.reason(),
    });
  const app = createApp({
    token: settings.token,
    database,
    log,
    source,
    now,
    status,
    reason: () => status().reason,
    connect: async () => operator?.connect(),
    resolve: createResolver({ database, log, source, now }),
  });
  const server = createServer(app);
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : settings.port);
    });
  });
  const url = settings.url ?? `http://${settings.host}:${port}`;
  try {
    operator = startOperator(settings, metrics, url);
  } catch (error) {
    server.close();
    throw error;
  }
  return {
    url,
    operator,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await operator?.stop();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** null: MTProto is switched off, or nothing to log in with is configured. */
function startOperator(
  settings: GatewaySettings,
  metrics: GatewayMetrics,
  address: string,
): OperatorSession | null {
  const { isEnabled, apiId, apiHash, sessionString, publicKeyFile, dc, dcMap, isBudgeted } = settings.mtproto;
  if (!isEnabled || apiId === null || apiHash === null || sessionString === null) return null;
  if (publicKeyFile !== null) trustServerKey(readFileSync(publicKeyFile, 'utf8'));
  const key = parseSessionString(sessionString);
  const addressBook = createAddressBook({ dc, dcMap });
  const { database, databaseUrl, log } = settings;
  return holdOperatorSession({
    database,
    log,
    metrics,
    key,
    address,
    isBudgeted,
    ...(settings.probeMs === undefined ? {} : { probeMs: settings.probeMs }),
    connect: (onClosed) =>
      connectClient({
        apiId,
        apiHash,
        session: key,
        addressBook,
        onClosed,
        onSymptom: metrics.countSymptom,
      }),
    onSource: (source) => startCollecting({ database, databaseUrl, log }, source),
  });
}

function startCollecting(
  settings: { database: Database; databaseUrl: string; log: Log },
  { accountId, session }: Source,
): Promise<{ stop(): Promise<void> }> {
  const { database, databaseUrl, log } = settings;
  const dependencies = {
    database,
    session,
    accountId,
    log,
    now: () => new Date(),
    random: Math.random,
  };
  return createWorker({
    databaseUrl,
    database,
    processName: 'gateway',
    log,
    tasks: {
      'read-history': createReadHistory(dependencies),
      'sync-channel': createSyncChannel(dependencies),
    },
  });
}
