import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startFront } from '#start/front/start-front.ts';
import { buildMiniApp } from '#start/mini-app.ts';
import { freePorts } from '#start/ports.ts';
import { runOnce } from '#start/processes/run-once.ts';
import { type SuperviseOptions, supervise } from '#start/processes/supervise.ts';
import { cliProgram, type ProductPorts, productPrograms } from '#start/programs.ts';
import { type SandboxAddresses, startSandbox } from '#start/sandbox-process.ts';
import { systemVariables, type Variables } from '#start/settings/env-file.ts';
import { keepSecrets } from '#start/settings/kept-secrets.ts';
import { productVariables } from '#start/settings/product-variables.ts';
import { type Stoppable, stopInReverse } from '#start/stop-stack.ts';

export interface ProductOptions {
  databaseUrl: string;
  /** Folders with recorded channels; none: the generated world. */
  worlds?: string[];
  /** On top of what every process gets. */
  variables?: Variables;
  /** Only these processes; all four by default. Without api and bot nothing is built or served. */
  only?: string[];
}

export interface Product {
  addresses: SandboxAddresses;
  /** What every process was given, its ports apart. */
  variables: Variables;
  ports: ProductPorts;
  productUrl: string;
  /** Where the sandbox keeps its world. */
  sandboxDirectory: string;
  logDirectory: string;
  /** Runs a command of the operator's tool as a process of its own. */
  cli(args: string[], timeoutMs?: number): Promise<{ code: number | null; stdout: string; stderr: string }>;
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');

/** Starts the local Telegram and the product's real processes on free ports, as `npm start` does, for one test file. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-product-'));
  chmodSync(directory, 0o700);
  const logDirectory = join(directory, 'logs');
  mkdirSync(logDirectory);
  const parts: Stoppable[] = [];
  const supervision: SuperviseOptions = {
    ...{ root, logDirectory, startDeadlineMs: 60_000, signal: new AbortController().signal },
    say: (sentence) => process.stderr.write(`${sentence}\n`),
  };
  const stop = async (): Promise<void> => {
    await stopInReverse(parts, 8_500, supervision.say);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const started = await startAll(options, directory, parts, supervision);
    return { ...started, logDirectory, stop };
  } catch (error) {
    await stopInReverse(parts, 8_500, supervision.say);
    throw error;
  }
}

async function startAll(
  options: ProductOptions,
  directory: string,
  parts: Stoppable[],
  supervision: SuperviseOptions,
): Promise<Omit<Product, 'logDirectory' | 'stop'>> {
  const [pagePort = 0, productPort = 0, ...rest] = await freePorts(9);
  const ports = namePorts(rest);
  const productUrl = `http://127.0.0.1:${productPort}`;
  const sandboxDirectory = join(directory, 'sandbox');
  const system = systemVariables(process.env);
  const isServed = options.only === undefined || options.only.includes('api');
  if (isServed) await buildMiniApp(root, supervision.logDirectory, supervision.signal);
  const { addresses, sandbox } = await startSandbox(
    sandboxDirectory,
    { port: pagePort, worlds: options.worlds ?? [], speed: null, isFresh: false },
    productUrl,
    system,
    supervision,
  );
  parts.push(sandbox);
  const variables = {
    ...system,
    ...productVariables({
      configuration: {},
      secrets: keepSecrets(join(directory, 'secrets.json')),
      databaseUrl: options.databaseUrl,
      productUrl,
      gatewayUrl: `http://127.0.0.1:${ports.gateway}`,
      encryptionKeysFile: join(directory, 'encryption-keys.json'),
      sandbox: addresses,
    }),
    ...options.variables,
  };
  const programs = productPrograms(variables, ports).filter(
    ({ name }) => options.only?.includes(name) ?? true,
  );
  await Promise.all(
    programs.map(async (program) => {
      parts.push(await supervise(program, supervision));
    }),
  );
  if (isServed) {
    parts.push(await startFront(productPort, root, ports, variables));
    await runOnce(cliProgram('set-webhook', ['set-webhook'], variables), {
      ...supervision,
      deadlineMs: 30_000,
    });
  }
  return {
    addresses,
    variables,
    ports,
    productUrl,
    sandboxDirectory,
    cli: (args, timeoutMs = 120_000) => runCli(args, variables, timeoutMs),
  };
}

function namePorts(ports: number[]): ProductPorts {
  const [gateway = 0, api = 0, bot = 0, ofGateway = 0, ofApi = 0, ofBot = 0, ofWorker = 0] = ports;
  return { gateway, api, bot, metrics: { gateway: ofGateway, api: ofApi, bot: ofBot, worker: ofWorker } };
}

function runCli(
  args: string[],
  variables: Variables,
  timeoutMs: number,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/cli/main.ts', ...args], {
      cwd: root,
      env: variables,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once('error', (error) => done({ code: null, stdout, stderr: error.message }));
    child.once('close', (code) => done({ code, stdout, stderr }));
  });
}
