import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type StartContext, stepDeadlineMs } from './context.ts';
import { startFront } from './front/start-front.ts';
import { namesToTry } from './names-to-try.ts';
import { choosePort, expectFreePort, freePorts } from './ports.ts';
import { clusterDirectory } from './postgres/directory.ts';
import { removeCluster } from './postgres/remove-cluster.ts';
import { chooseSystemUser } from './postgres/system-user.ts';
import { runOnce } from './processes/run-once.ts';
import { supervise } from './processes/supervise.ts';
import { cliProgram, type ProductPorts, productPrograms, usualPorts } from './programs.ts';
import type { Variables } from './settings/env-file.ts';
import { keepSecrets } from './settings/kept-secrets.ts';
import { productVariables } from './settings/product-variables.ts';
import { StartError } from './start-error.ts';
import { startGround } from './start-ground.ts';
import { together } from './together.ts';
import { expectWorlds } from './worlds.ts';

/** What people and the operator's tool need to know of a running instance. */
export interface Instance {
  /** The address for people: the sandbox's page, or the product itself. */
  url: string;
  productUrl: string;
  variables: Variables;
  /** Channels of the local Telegram to begin with. */
  names: string[];
}

/** Starts everything in order; what does not depend on each other at the same time. */
export async function startParts(context: StartContext): Promise<Instance> {
  const { options, configuration, mode, parts, say } = context;
  if (!mode.isDemo && options.isFresh) {
    throw new StartError('--fresh is for the demo; with a TELEGRAM_BOT_TOKEN nothing is thrown away.');
  }
  expectWorlds(options.worlds);
  await expectFreePort(options.port, 'the page', 'Choose another one: npm start -- --port 8090');
  if (options.isFresh) await forgetDemo(context);
  mkdirSync(context.logDirectory, { recursive: true });
  const portsFile = join(context.dataDirectory, 'ports.json');
  const productPort = mode.isDemo ? await choosePort(portsFile, options.port) : options.port;
  const productUrl = `http://127.0.0.1:${productPort}`;
  const ports = mode.isDemo ? await demoPorts() : await expectUsualPorts();
  const secrets = keepSecrets(join(context.dataDirectory, 'secrets.json'));

  const { databaseUrl, sandbox } = await startGround(context, productUrl);
  const gatewayUrl = `http://127.0.0.1:${ports.gateway}`;
  const variables = productVariables({
    configuration,
    secrets,
    databaseUrl,
    productUrl,
    gatewayUrl,
    encryptionKeysFile: join(context.dataDirectory, 'encryption-keys.json'),
    sandbox,
  });
  const once = { ...supervisionOf(context), deadlineMs: stepDeadlineMs };
  const runCommand = (name: string): Promise<void> =>
    runOnce(cliProgram(name, [name], { ...context.system, ...variables }), once);
  await runCommand('migrate');
  say('database: migrations are applied');

  const programs = productPrograms({ ...context.system, ...variables }, ports);
  await together(
    context.controller,
    programs.map(async (program) => {
      const process = await supervise(program, supervisionOf(context));
      parts.push(process);
      say(`${program.name}: runs`);
    }),
  );
  parts.push(await startFront(productPort, context.root, ports, variables));
  if (isWebhook(variables)) {
    await runCommand('set-webhook');
    say('bot: its webhook is set');
  }
  const url = sandbox?.pageUrl ?? productUrl;
  return { url, productUrl, variables, names: sandbox === null ? [] : await namesToTry(sandbox.controlUrl) };
}

/** Throws away what the demo keeps, and nothing of any bot. */
async function forgetDemo({ root, dataDirectory, mode }: StartContext): Promise<void> {
  const user = chooseSystemUser();
  await removeCluster(root, clusterDirectory(root, mode.name, user), user);
  rmSync(dataDirectory, { recursive: true, force: true });
}

function supervisionOf(context: StartContext): {
  root: string;
  logDirectory: string;
  startDeadlineMs: number;
  say: (sentence: string) => void;
  signal: AbortSignal;
} {
  const { root, logDirectory, say, controller } = context;
  return { root, logDirectory, say, signal: controller.signal, startDeadlineMs: stepDeadlineMs };
}

async function demoPorts(): Promise<ProductPorts> {
  const [gateway = 0, api = 0, bot = 0, ...metrics] = await freePorts(7);
  const [ofGateway = 0, ofApi = 0, ofBot = 0, ofWorker = 0] = metrics;
  return { gateway, api, bot, metrics: { gateway: ofGateway, api: ofApi, bot: ofBot, worker: ofWorker } };
}

async function expectUsualPorts(): Promise<ProductPorts> {
  const { gateway, api, bot, metrics } = usualPorts;
  const remedy = 'Does the product run already, by pm2 perhaps?';
  for (const [name, port] of Object.entries({ gateway, api, bot })) await expectFreePort(port, name, remedy);
  for (const [name, port] of Object.entries(metrics)) await expectFreePort(port, `${name}'s metrics`, remedy);
  return usualPorts;
}

function isWebhook(variables: Variables): boolean {
  const isOff = ['false', '0'].includes(variables.TELEGRAM_USE_WEBHOOK ?? '');
  return !isOff && (variables.TELEGRAM_WEBHOOK_URL ?? '') !== '';
}
