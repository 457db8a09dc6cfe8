import { randomUUID } from 'node:crypto';
import { createTestDatabase } from '#e2e/harness/test-database.ts';
import { type Database, openDatabase } from '#server/db/database.ts';
import { createAccountClient } from '#server/gateway-client/create-account-client.ts';
import { createLoginClient } from '#server/gateway-client/create-login-client.ts';
import type { Log } from '#server/log.ts';
import { aBotToken, aSignedLaunch } from './a-signed-launch.ts';
import { readAccountTexts } from './account-texts.ts';
import { createApp } from './app.ts';
import type { ApiContext } from './context.ts';
import { listen } from './listen.ts';
import type { Route } from './routes/route.ts';
import { routes as allRoutes } from './routes/table.ts';

/** The API over a database of its own and a clock that the test moves. */
export interface RunningApi {
  database: Database;
  /** Everything that was logged, as text. */
  logged: string[];
  clock: { now: Date };
  ask(method: string, path: string, headers?: Record<string, string>, body?: string): Promise<Response>;
  /** Signs in through the API; returns the header that proves it. */
  signIn(viewerId: number): Promise<{ authorization: string }>;
  stop(): Promise<void>;
}

export interface RunningApiOptions extends Partial<Pick<ApiContext, 'isRealTelegram' | 'accountPhoneLogin'>> {
  /** Whom to ask about accounts; nobody listens there unless told otherwise. */
  gateway?: { fallbackUrl: string; token: string };
  /** A database that is there already and stays; one of its own unless told otherwise. */
  databaseUrl?: string;
  /** When the clock stands; the first of March 2026 unless told otherwise. */
  now?: Date;
}

export const anAdminId = 777;

/** The port of the discard service, which no machine runs: connections are refused at once. */
const nobody = { fallbackUrl: 'http://127.0.0.1:9', token: 'gateway-token-'.repeat(4) };

/** Starts the real application on a free port, with its own routes unless the test brings others. */
export async function aRunningApi(
  routes: readonly Route[] = allRoutes,
  options: RunningApiOptions = {},
): Promise<RunningApi> {
  const testDatabase = options.databaseUrl === undefined ? await createTestDatabase() : null;
  const url = options.databaseUrl ?? testDatabase?.url ?? '';
  const database = openDatabase(url, { applicationName: `test-${randomUUID()}` });
  const clock = { now: options.now ?? new Date('2026-03-01T12:00:00Z') };
  const logged: string[] = [];
  const log = aLog(logged);
  const gateway = { ...(options.gateway ?? nobody), database };
  const accounts = createAccountClient(gateway);
  const logins = createLoginClient(gateway);
  const app = createApp(
    {
      database,
      botToken: aBotToken,
      adminIds: new Set([String(anAdminId)]),
      miniAppHosts: ['https://web.telegram.org'],
      isRealTelegram: options.isRealTelegram ?? true,
      loadBotUsername: async () => 'channel_pulse_bot',
      ...{ accounts, logins, texts: readAccountTexts() },
      accountPhoneLogin: options.accountPhoneLogin ?? 'admins',
      measureRequest: () => undefined,
      log,
      now: () => clock.now,
    },
    routes,
  );
  const listening = await listen(app, 0);
  const ask: RunningApi['ask'] = (method, path, headers = {}, body) =>
    fetch(`http://127.0.0.1:${listening.port}${path}`, {
      method,
      headers: { connection: 'close', ...headers },
      ...(body === undefined ? {} : { body }),
    });
  return {
    database,
    logged,
    clock,
    ask,
    signIn: async (viewerId) => {
      const initData = aSignedLaunch(viewerId, clock.now);
      const answer = await ask('POST', '/auth/session', { authorization: `tma ${initData}` });
      const { token } = (await answer.json()) as { token: string };
      return { authorization: `Bearer ${token}` };
    },
    stop: async () => {
      await listening.stop();
      await Promise.all([accounts.close(), logins.close()]);
      if (!database.pool.ended) await database.close();
      await testDatabase?.drop();
    },
  };
}

function aLog(lines: string[]): Log {
  const write = (fields: object, message: string): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`);
  };
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
  return log;
}
