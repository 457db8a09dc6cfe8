import { openDatabase } from '#server/db/database.ts';
import { readEnvironment } from '#server/env.ts';
import { createLog } from '#server/log.ts';
import { createRegistry, serveMetrics } from '#server/metrics.ts';
import { runUntilSignal } from '#server/process.ts';
import { startBotApiSource } from './start-bot-api-source.ts';
import { startChores } from './start-chores.ts';

const environment = readEnvironment(process.env, 'worker');
const log = createLog('worker', environment.logLevel);
const registry = createRegistry('worker');
const database = openDatabase(environment.databaseUrl, { applicationName: 'channel-pulse worker' });
const metrics = await serveMetrics({
  host: environment.metricsHost,
  port: environment.metricsPort,
  registry,
  readiness: [{ name: 'database', check: async () => void (await database.query('SELECT 1', [])) }],
});
const source = startBotApiSource({ environment, database, log });
const chores = startChores(database, log, registry);
log.info({ metricsPort: metrics.port }, 'working');

await runUntilSignal(log, [
  { name: 'database', stop: () => database.close() },
  { name: 'metrics', stop: () => metrics.stop() },
  source,
  { name: 'chores', stop: () => chores.stop() },
]);
