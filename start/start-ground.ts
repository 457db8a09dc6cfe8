import { join } from 'node:path';
import { type StartContext, stepDeadlineMs } from './context.ts';
import { buildMiniApp } from './mini-app.ts';
import { databaseName, startCluster } from './postgres/cluster.ts';
import { clusterDirectory } from './postgres/directory.ts';
import { keepRunning } from './postgres/keep-running.ts';
import { chooseSystemUser } from './postgres/system-user.ts';
import { type SandboxAddresses, startSandbox } from './sandbox-process.ts';
import { together } from './together.ts';

/** What the product stands on. */
export interface Ground {
  databaseUrl: string;
  /** null: Telegram itself. */
  sandbox: SandboxAddresses | null;
}

/** Starts the database and the local Telegram and builds the Mini App, all at the same time. */
export async function startGround(context: StartContext, productUrl: string): Promise<Ground> {
  const ground: Ground = { databaseUrl: context.configuration.DATABASE_URL ?? '', sandbox: null };
  await together(context.controller, [
    startDatabase(context).then((databaseUrl) => {
      ground.databaseUrl = databaseUrl ?? ground.databaseUrl;
    }),
    startTelegram(context, productUrl).then((addresses) => {
      ground.sandbox = addresses;
    }),
    build(context),
  ]);
  return ground;
}

/** null: the operator's own. */
async function startDatabase(context: StartContext): Promise<string | null> {
  const { root, configuration, mode, say } = context;
  if (configuration.DATABASE_URL !== undefined || configuration.DATABASE_URL_FILE !== undefined) {
    if (!mode.isDemo) {
      say('database: yours, by DATABASE_URL');
      return null;
    }
    say('database: DATABASE_URL is left alone, it is for a bot with a token');
  }
  const user = chooseSystemUser();
  const directory = clusterDirectory(root, mode.name, user);
  const cluster = await startCluster({ root, directory, user, isDurable: true });
  context.parts.push(keepRunning(cluster, say));
  say(
    `database: embedded PostgreSQL ${cluster.isReused ? 'was still running' : 'runs'}, kept in ${directory}`,
  );
  return cluster.url(databaseName);
}

async function startTelegram(context: StartContext, productUrl: string): Promise<SandboxAddresses | null> {
  if (!context.mode.isDemo) return null;
  const { options, say } = context;
  const directory = join(context.dataDirectory, 'sandbox');
  const { addresses, sandbox } = await startSandbox(directory, options, productUrl, context.system, {
    ...{ root: context.root, logDirectory: context.logDirectory, startDeadlineMs: stepDeadlineMs },
    ...{ say, signal: context.controller.signal },
  });
  context.parts.push(sandbox);
  say('sandbox: the local Telegram runs');
  return addresses;
}

async function build(context: StartContext): Promise<void> {
  const isBuilt = await buildMiniApp(context.root, context.logDirectory, context.controller.signal);
  context.say(isBuilt ? 'Mini App: built' : 'Mini App: its build is up to date');
}
