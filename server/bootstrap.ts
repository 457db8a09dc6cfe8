/**
 * The first lines of every process of the product: `bootstrap.ts server/api/main.ts` reads `.env`, makes a rejection
 * that nobody handles end the process with its reason (pm2 swallows it otherwise), and only then imports the program.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { removeTokens } from './log.ts';

process.on('unhandledRejection', fail);
process.on('uncaughtException', fail);
if (existsSync('.env')) process.loadEnvFile('.env');
const program = process.argv[2];
if (program === undefined) fail(new Error('bootstrap needs the path of a main.ts'));
else {
  // The program finds its own arguments where it would without this file.
  process.argv.splice(1, 1);
  await import(pathToFileURL(resolve(program)).href);
}

function fail(reason: unknown): void {
  process.stderr.write(`${removeTokens(describe(reason))}\n`);
  process.exit(1);
}

/** A wrong configuration is the operator's to read: its sentences, without a stack. */
function describe(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason);
  const code = 'code' in reason ? String(reason.code) : '';
  const isConfiguration = /^(environment|webhook-elsewhere|key-ring-[a-z]+)$/.test(code);
  return isConfiguration ? reason.message : (reason.stack ?? reason.message);
}
