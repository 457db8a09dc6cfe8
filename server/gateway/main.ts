import { openDatabase } from '#server/db/database.ts';
import { readEnvironment } from '#server/env.ts';
import { createLog } from '#server/log.ts';
import { createRegistry, serveMetrics } from '#server/metrics.ts';
import { runUntilSignal } from '#server/process.ts';
import { openVault } from '#server/vault/vault.ts';
import { watchEventLoop } from './event-loop-lag.ts';
import { startGateway } from './start-gateway.ts';

const environment = readEnvironment(process.env, 'gateway');
const log = createLog('gateway', environment.logLevel);
const registry = createRegistry('gateway');
watchEventLoop(registry);
if (environment.proxy?.kind === 'http') {
  log.warn({}, 'TELEGRAM_PROXY is an HTTP proxy, which cannot carry MTProto: the gateway connects straight');
}
const database = openDatabase(environment.databaseUrl, { applicationName: 'channel-pulse gateway' });
const gateway = await startGateway({
  mtproto: environment.mtproto,
  host: environment.gatewayHost,
  port: environment.port,
  url: environment.gatewayUrl,
  token: environment.gatewayToken,
  statsToken: environment.statsToken,
  databaseUrl: environment.databaseUrl,
  database,
  vault: openVault({ file: environment.encryptionKeysFile, log }),
  botToken: environment.telegramBotToken,
  proxy: environment.proxy,
  phoneLogin: environment.accountPhoneLogin,
  adminIds: environment.adminIds,
  log,
  registry,
});
const metrics = await serveMetrics({
  host: environment.metricsHost,
  port: environment.metricsPort,
  registry,
  readiness: [{ name: 'database', check: async () => void (await database.query('SELECT 1', [])) }],
});
log.info({ url: gateway.url, metricsPort: metrics.port }, 'listening');

await runUntilSignal(log, [
  { name: 'database', stop: () => database.close() },
  { name: 'metrics', stop: () => metrics.stop() },
  { name: 'gateway', stop: () => gateway.stop() },
]);
