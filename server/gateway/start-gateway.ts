import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Registry } from 'prom-client';
import type { Database } from '#server/db/database.ts';
import type { MtprotoEnvironment } from '#server/env.ts';
import { buildStatus } from '#server/gateway-client/build-status.ts';
import type { GatewayStatus } from '#server/gateway-client/gateway-answers.ts';
import type { Task } from '#server/jobs/create-worker.ts';
import type { Log } from '#server/log.ts';
import type { ProxyAddress } from '#server/proxy-address.ts';
import type { Vault } from '#server/vault/vault.ts';
import type { CollectSettings } from './collect/collect-dependencies.ts';
import { createReadHistory } from './collect/read-history.ts';
import { createSyncChannel } from './collect/sync-channel.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import { createApp } from './http/create-app.ts';
import { createResolver } from './http/resolve-channel.ts';
import { createGuardedWrite } from './lease/guarded-write.ts';
import type { LeasePace } from './lease/lease-pace.ts';
import type { QrPace } from './logins/continue-qr.ts';
import { openLoginDesk } from './logins/open-login-desk.ts';
import { readConfiguredAccounts } from './sessions/configured-accounts.ts';
import type { GatewaySessions } from './sessions/hold-sessions.ts';
import type { Source } from './sessions/source.ts';
import { openMtproto, startSessions } from './sessions/start-sessions.ts';
import { startJobs } from './start-jobs.ts';

export interface GatewaySettings {
  mtproto: MtprotoEnvironment;
  host: string;
  /** 0: any free port. */
  port: number;
  /** Announced in the leases; null: the address it really listens at. */
  url: string | null;
  token: string;
  /** For other programs, see `AppDependencies`. */
  statsToken?: string | null;
  databaseUrl: string;
  database: Database;
  /** Opens and seals the sessions of accounts. */
  vault: Vault;
  /** The bot logs in over MTProto too; null or absent: it does not. */
  botToken?: string | null;
  /** The way out to Telegram; null or absent: straight. */
  proxy?: ProxyAddress | null;
  /** Who may connect an account by phone number; administrators unless told otherwise. */
  phoneLogin?: 'off' | 'admins' | 'everyone';
  adminIds?: readonly string[];
  /** The instant of whatever is read; the machine's clock unless told otherwise. */
  now?: () => Date;
  log: Log;
  registry: Registry;
  /** How often a session is asked whether Telegram still takes it; 5 minutes unless told otherwise. */
  probeMs?: number;
  /** How patiently a QR code is watched; as people wait for it, unless told otherwise. */
  qrPace?: QrPace;
  /** How leases are kept; as others expect it, unless told otherwise. */
  leasePace?: LeasePace;
}

export interface Gateway {
  url: string;
  /** The accounts held here; null: MTProto is switched off or not configured. */
  sessions: GatewaySessions | null;
  /** Why no session can answer an operator here; null: one can. */
  reason(): string | null;
  stop(): Promise<void>;
}

/** What runs gets so long to come to a safe point before its session is closed under it. */
const finishMs = 2_000;

/**
 * Starts the gateway, the sole owner of MTProto: its HTTP interface at once, sessions as soon as their leases can be had,
 * and the jobs of the accounts it holds. Without MTProto or without a session it answers all the same, that there is no
 * source.
 */
export async function startGateway(settings: GatewaySettings): Promise<Gateway> {
  const { mtproto, database, databaseUrl, log, token, vault } = settings;
  const metrics = createGatewayMetrics(settings.registry);
  const access = openMtproto(mtproto, metrics, settings.proxy ?? null);
  let sessions: GatewaySessions | null = null;
  const now = settings.now ?? ((): Date => new Date());
  const sourceOf = (accountId: string): Source | null => sessions?.source(accountId) ?? null;
  const operatorOrBot = (): Source | null => sessions?.operator() ?? sessions?.bot() ?? null;
  const status = (): GatewayStatus =>
    buildStatus(mtproto, sessions?.report() ?? { accountId: null, reason: 'starting' });

  const logins = openLoginDesk({
    ...{ database, vault, log, access, token },
    configured: readConfiguredAccounts(
      access === null ? null : mtproto.sessionString,
      settings.botToken ?? null,
    ),
    sessions: {
      source: sourceOf,
      end: async (accountId) => sessions?.end(accountId),
      wake: () => sessions?.wake(),
    },
    phoneLogin: settings.phoneLogin ?? 'admins',
    adminIds: settings.adminIds ?? [],
    ...(settings.qrPace === undefined ? {} : { pace: settings.qrPace }),
  });
  const app = createApp({
    logins,
    ...{ token, database, log, now, status, source: operatorOrBot },
    statsToken: settings.statsToken ?? null,
    reason: () => status().reason,
    connect: async () => sessions?.connect(),
    hasSockets: (owner) => sessions?.hasSockets(owner) ?? null,
    accounts: {
      source: sourceOf,
      reason: (accountId) => (sessions === null ? 'mtproto-off' : sessions.reason(accountId)),
    },
    resolve: createResolver({
      ...{ database, log, now },
      sources: (viewerId) => sourcesFor(sessions?.sources() ?? [], viewerId),
    }),
  });
  const server = createServer(app);
  const port = await listen(server, settings);
  const url = settings.url ?? `http://${settings.host}:${port}`;
  try {
    if (access !== null) {
      const { botToken = null, probeMs, leasePace } = settings;
      sessions = startSessions(
        {
          ...{ mtproto, botToken, token, database, vault, log, metrics },
          ...(probeMs === undefined ? {} : { probeMs }),
          ...(leasePace === undefined ? {} : { leasePace }),
        },
        access,
        url,
      );
    }
  } catch (error) {
    server.close();
    throw error;
  }
  const collecting: CollectSettings = {
    ...{ database, log, now, random: Math.random, sourceOf },
    write: createGuardedWrite(database),
  };
  const accountTasks: Record<string, Task> = {
    'read-history': createReadHistory(collecting),
    'sync-channel': createSyncChannel(collecting),
  };
  const jobs = startJobs({
    ...{ database, databaseUrl, log, sessions, tasks: sessions === null ? {} : accountTasks },
  });
  let stopping: Promise<void> | null = null;

  async function stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const finished = jobs.stop();
    await Promise.race([finished, delay(finishMs, undefined, { ref: false })]);
    await sessions?.stop();
    await finished;
    await logins.stop();
    server.closeAllConnections();
    await closed;
  }

  return {
    url,
    sessions,
    reason: () => status().reason,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}

/** Who may be asked for a name: an operator's accounts, then the bot, then the asking viewer's own. */
function sourcesFor(sources: readonly Source[], viewerId: string | null): Source[] {
  return [
    ...sources.filter(({ kind }) => kind === 'operator'),
    ...sources.filter(({ kind }) => kind === 'bot'),
    ...sources.filter((source) => viewerId !== null && source.viewerId === viewerId),
  ];
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
