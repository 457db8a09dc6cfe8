import { openDatabase } from '#server/db/database.ts';
import { defaultApiRoot, readEnvironment } from '#server/env.ts';
import { createAccountClient } from '#server/gateway-client/create-account-client.ts';
import { createLoginClient } from '#server/gateway-client/create-login-client.ts';
import { createLog } from '#server/log.ts';
import { createRegistry, serveMetrics } from '#server/metrics.ts';
import { runUntilSignal } from '#server/process.ts';
import { createBotApiClient } from '#server/telegram-bot-api/client.ts';
import { readAccountTexts } from './account-texts.ts';
import { createApp } from './app.ts';
import { createBotUsername } from './bot-username.ts';
import { listen } from './listen.ts';
import { createRequestMetrics } from './request-metrics.ts';
import { routes } from './routes/table.ts';

const environment = readEnvironment(process.env, 'api');
const log = createLog('api', environment.logLevel);
const database = openDatabase(environment.databaseUrl, { applicationName: 'api', queryTimeoutMs: 3_000 });
const { telegramApiRoot: apiRoot, telegramBotToken: botToken, accountPhoneLogin, proxy } = environment;
const botApi = createBotApiClient({ apiRoot, token: botToken, proxy });
const gateway = { database, fallbackUrl: environment.gatewayUrl, token: environment.gatewayToken };
const accounts = createAccountClient(gateway);
const logins = createLoginClient(gateway);
const registry = createRegistry('api');
const app = createApp(
  {
    ...{ database, botToken, accounts, logins, accountPhoneLogin, texts: readAccountTexts() },
    adminIds: new Set(environment.adminIds),
    miniAppHosts: environment.miniAppHosts,
    isRealTelegram: apiRoot === defaultApiRoot,
    loadBotUsername: createBotUsername(botApi, log),
    measureRequest: createRequestMetrics(registry),
    log,
    now: () => new Date(),
  },
  routes,
);
const metrics = await serveMetrics({
  host: environment.metricsHost,
  port: environment.metricsPort,
  registry,
  readiness: [{ name: 'database', check: async () => void (await database.query('SELECT 1', [])) }],
});
const api = await listen(app, environment.port);
log.info({ port: api.port }, 'the API listens');
await runUntilSignal(log, [
  { name: 'metrics', stop: metrics.stop },
  { name: 'database', stop: () => database.close() },
  { name: 'Bot API client', stop: () => botApi.close() },
  ...[accounts, logins].map((client) => ({ name: 'gateway client', stop: () => client.close() })),
  { name: 'http', stop: api.stop },
]);
