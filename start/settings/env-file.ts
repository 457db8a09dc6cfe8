/**
 * What the processes are told: from `.env` where there is one, from the sandbox's addresses, and from secrets that are
 * made once and kept. Nothing here checks a value: `server/env.ts` does, in every process.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { StartError } from '../start-error.ts';

export type Variables = Record<string, string>;

/**
 * The operator's configuration: `.env`, and over it the variables of the environment, as every program that reads such
 * a file does. Without a `.env` the environment is not looked at, so that a DATABASE_URL meant for another project
 * never gets our tables.
 */
export function readConfiguration(root: string, environment: NodeJS.ProcessEnv): Variables {
  const file = join(root, '.env');
  if (!existsSync(file)) return {};
  const written = parseEnv(readFileSync(file, 'utf8'));
  const misplaced = ['PORT', 'METRICS_PORT'].filter((name) => written[name] !== undefined);
  if (misplaced.length > 0) {
    throw new StartError(
      `${misplaced.join(' and ')} must not be in .env: every process has ports of its own, see ecosystem.config.cjs.`,
    );
  }
  return definedOnly({ ...written, ...environment });
}

/** What every child needs of our own environment to run at all; nothing of the product's configuration. */
export function systemVariables(environment: NodeJS.ProcessEnv): Variables {
  const names = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'USERPROFILE'];
  return definedOnly(Object.fromEntries(names.map((name) => [name, environment[name]])));
}

function definedOnly(variables: Record<string, string | undefined>): Variables {
  const defined: Variables = {};
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) defined[name] = value;
  return defined;
}
