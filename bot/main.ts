import { openDatabase } from '#server/db/database.ts';
import { readEnvironment } from '#server/env.ts';
import { createLog } from '#server/log.ts';
import { createRegistry, serveMetrics } from '#server/metrics.ts';
import { runUntilSignal } from '#server/process.ts';
import { startConversation } from './start-conversation.ts';

const environment = readEnvironment(process.env, 'bot');
const log = createLog('bot', environment.logLevel);
const registry = createRegistry('bot');
const database = openDatabase(environment.databaseUrl, {
  applicationName: 'channel-pulse bot',
  poolSize: 8,
  queryTimeoutMs: 3_000,
});
const metrics = await serveMetrics({
  host: environment.metricsHost,
  port: environment.metricsPort,
  registry,
  readiness: [{ name: 'database', check: async () => void (await database.query('SELECT 1', [])) }],
});
const conversation = await startConversation({ environment, database, log, registry });
log.info({ port: conversation.port, metricsPort: metrics.port }, 'listening');

await runUntilSignal(log, [
  { name: 'database', stop: () => database.close() },
  { name: 'metrics', stop: () => metrics.stop() },
  ...conversation.parts,
]);
