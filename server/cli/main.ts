/**
 * The operator's tool: one command a file, what the product does as seen from a terminal. It runs with the configuration
 * of the instance beside it; standard output belongs to the answer, everything else goes to standard error.
 */
import { openDatabase } from '#server/db/database.ts';
import { migrateDatabase } from '#server/db/migrate.ts';
import { readBotEnvironment, readEnvironment } from '#server/env.ts';
import { readLine } from './read-line.ts';
import { runCli } from './run-cli.ts';

process.exitCode = await runCli(process.argv.slice(2), {
  readEnvironment: () => readEnvironment(process.env, 'cli'),
  readBotEnvironment: () => readBotEnvironment(process.env),
  openDatabase: (url) => openDatabase(url, { poolSize: 2, applicationName: 'channel-pulse cli' }),
  migrateDatabase,
  readLine: (isHidden) => readLine(process.stdin, process.stderr, isHidden),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
