import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createControlClient } from '#sandbox/control/client.ts';
import type { SandboxControl } from '#sandbox/control/operations.ts';
import { freePorts, portProblem } from '#start/ports.ts';
import { clusterDirectory } from '#start/postgres/directory.ts';
import { chooseSystemUser } from '#start/postgres/system-user.ts';
import { usualPorts } from '#start/programs.ts';
import { type SandboxAddresses, startSandbox } from '#start/sandbox-process.ts';
import { systemVariables } from '#start/settings/env-file.ts';
import {
  answers,
  childOf,
  type Ended,
  type InstanceFile,
  type Running,
  readInstance,
  run,
  whenReady,
} from './harness/launcher.ts';
import { copyProject, type ProjectCopy } from './harness/project-copy.ts';

const person = { personId: '710000002' };
const channel = '@island_morning';

let copy: ProjectCopy;
let port = 0;

const inCopy = (...path: string[]): string => join(copy.directory, ...path);
const kept = (...path: string[]): string => readFileSync(inCopy('.data', 'demo', ...path), 'utf8');
const launched: Running[] = [];
function start(...more: string[]): Running {
  const running = run(copy, process.execPath, ['start/start.mjs', '--port', String(port), ...more]);
  launched.push(running);
  return running;
}
const cli = (...args: string[]): Promise<Ended> =>
  run(copy, process.execPath, ['start/cli.mjs', ...args]).ended;

async function startReady(...more: string[]): Promise<{ running: Running; instance: InstanceFile }> {
  const running = start(...more);
  await whenReady(running);
  const instance = readInstance(copy);
  if (instance === null) throw new Error('The start left nothing for the tool.');
  return { running, instance };
}

async function stop(running: Running, signal: NodeJS.Signals): Promise<void> {
  const stoppingAt = Date.now();
  running.child.kill(signal);
  expect((await running.ended).code).toBe(0);
  expect(Date.now() - stoppingAt).toBeLessThan(10_000);
}

function controlOfDemo(): SandboxControl {
  const { controlUrl } = JSON.parse(kept('sandbox', 'addresses.json')) as SandboxAddresses;
  return createControlClient(controlUrl);
}

async function expectAnswer(control: SandboxControl, text: string, timeout = 40_000): Promise<void> {
  const chat = async (): Promise<string> => JSON.stringify(await control.readChat(person).catch(() => null));
  await expect.poll(chat, { timeout, interval: 300 }).toContain(text);
}

beforeAll(async () => {
  copy = copyProject(resolve(import.meta.dirname, '..'));
  [port = 0] = await freePorts(1);
});

afterEach(async () => {
  // A test that failed half-way leaves its launcher running.
  for (const running of launched.splice(0)) {
    if (running.child.exitCode === null) running.child.kill('SIGTERM');
    await running.ended;
  }
});
afterAll(() => copy.remove());

describe('npm start', () => {
  it('refuses what it does not know, cannot find or cannot have with a sentence, before anything is started', async () => {
    const refusal = async (...args: string[]): Promise<string> => {
      const { code, out, err } = await start(...args).ended;
      expect({ code, out }).toEqual({ code: 1, out: '' });
      return err;
    };
    expect(await refusal('--prot')).toBe(
      "Unknown option '--prot'. The options are --port, --world, --speed, --fresh and --help.\n",
    );
    expect(await refusal('--world', '/nonexistent')).toBe(
      '--world /nonexistent does not exist: it must be a folder with channel.json and messages.jsonl.\n',
    );
    const other = createServer().listen(port, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    expect(await refusal()).toBe(
      `Port ${port} for the page is taken by another program. Choose another one: npm start -- --port 8090\n`,
    );
    await new Promise((done) => other.close(done));
    const secrets = inCopy('.data', 'demo', 'secrets.json');
    writeFileSync(secrets, '{"gatewayToken":"cut o');
    expect(await refusal()).toBe(
      `${secrets} is damaged. Delete it and start again: its secrets are made anew.\n`,
    );
    rmSync(secrets);
  });

  it('runs everything, lets the operator look beside it, and leaves nothing behind when it is stopped', async () => {
    const { running, instance } = await startReady();
    const { productUrl, variables } = instance;
    expect(running.printed()).toMatch(
      /\nTry: \/stats @\w+ \(also @\w+, @\w+\)\nCtrl-C stops everything\.\n$/,
    );
    expect(statSync(inCopy('.data', 'demo', 'instance.json')).mode & 0o777).toBe(0o600);
    for (const url of [`http://127.0.0.1:${port}/`, `${productUrl}/`, `${productUrl}/api/config`])
      expect(await answers(url), url).toBe(true);
    for (const name of ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_API_HASH', 'TELEGRAM_SESSION_STRING'])
      expect(kept('logs', 'sandbox.log')).not.toContain(variables[name]);

    const second = await start().ended;
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toMatch(/^Channel Pulse already runs from this folder \(process \d+\)\./);

    const webhook = await run(copy, 'npm', ['run', 'cli', '--', 'webhook-info', '--json']).ended;
    expect(webhook).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(webhook.out)).toMatchObject({ url: `${productUrl}/api/telegram/webhook` });

    await stop(running, 'SIGTERM');
    const { port: databasePort } = new URL(variables.DATABASE_URL ?? '');
    const { TELEGRAM_API_ROOT = '', GATEWAY_URL = '' } = variables;
    const listening = [`http://127.0.0.1:${port}`, productUrl, TELEGRAM_API_ROOT, GATEWAY_URL];
    for (const url of [...listening, `http://127.0.0.1:${databasePort}`])
      expect(await portProblem(Number(new URL(url).port)), url).toBeNull();
    expect(readInstance(copy)).toBeNull();
    expect(await cli('status')).toMatchObject({ code: 1, out: '' });
  });

  it('starts again on what was kept, and brings back every part that is killed without losing anything', async () => {
    const files = [['sandbox', 'identity.json'], ['ports.json'], ['secrets.json']];
    const before = files.map((file) => kept(...file));
    const { running } = await startReady();
    expect(running.printed()).toContain('Mini App: its build is up to date');
    expect(files.map((file) => kept(...file))).toEqual(before);

    const control = controlOfDemo();
    await control.startBot(person);
    await control.sendMessage({ ...person, text: `/stats ${channel}` });
    await expectAnswer(control, 'Average reach');
    const audit = await cli('audit', channel, '--json');
    expect(audit).toMatchObject({ code: 0, err: '' });

    const database = join(
      clusterDirectory(copy.directory, 'demo', chooseSystemUser()),
      'data',
      'postmaster.pid',
    );
    const scripts = ['gateway', 'api', 'worker'].map((name) => `server/${name}/main.ts`);
    const pids = [...scripts, 'bot/main.ts', 'sandbox/main.ts'].map((script) => childOf(running, script));
    for (const pid of [...pids, Number.parseInt(readFileSync(database, 'utf8'), 10)])
      process.kill(pid, 'SIGKILL');
    await expect.poll(running.printed, { timeout: 30_000 }).toContain('sandbox is back');
    await control.sendMessage({ ...person, text: '/help' });
    for (const name of ['database', 'gateway', 'api', 'worker', 'bot'])
      await expect.poll(running.printed, { timeout: 30_000 }).toContain(`${name} is back`);
    await expectAnswer(control, 'how fresh your channels are');
    await expectAnswer(control, 'Average reach');
    const { messages } = JSON.parse(audit.out) as { messages: number };
    const again = JSON.parse((await cli('audit', channel, '--json')).out) as { messages: number };
    expect(again.messages).toBeGreaterThanOrEqual(messages);
    await stop(running, 'SIGINT');
  });

  it('runs a real bot by .env, which shares nothing with the demo, and --fresh forgets the demo alone', async () => {
    const telegram = await startTelegram();
    try {
      const { botToken, controlUrl } = telegram.addresses;
      writeFileSync(inCopy('.env'), telegram.env);
      const refused = await start('--fresh').ended;
      expect(refused).toMatchObject({
        ...{ code: 1, out: '' },
        err: '--fresh is for the demo; with a TELEGRAM_BOT_TOKEN nothing is thrown away.\n',
      });
      await expect.poll(takenPorts, { timeout: 60_000 }).toEqual([]);
      const { running, instance } = await startReady();
      expect(instance.variables.TELEGRAM_BOT_TOKEN).toBe(botToken);
      await createControlClient(controlUrl).startBot(person);
      await expectAnswer(createControlClient(controlUrl), 'I measure Telegram channels');
      expect((await cli('audit', channel)).err).toContain(`Nothing is stored of ${channel}`);
      await stop(running, 'SIGTERM');
      expect(await cli('delete-webhook', '--json')).toMatchObject({ code: 0, out: '{"url":null}\n' });
    } finally {
      await telegram.stop();
      rmSync(inCopy('.env'), { force: true });
    }
    const mode = `telegram-${telegram.addresses.botToken.split(':')[0]}`;
    const real = [
      inCopy('.data', mode, 'secrets.json'),
      join(clusterDirectory(copy.directory, mode, chooseSystemUser()), 'data', 'PG_VERSION'),
    ];
    const identity = kept('sandbox', 'identity.json');
    const { running } = await startReady('--fresh', '--speed', '86400');
    expect(kept('sandbox', 'identity.json')).not.toBe(identity);
    expect((await cli('audit', channel)).err).toContain(`Nothing is stored of ${channel}`);
    expect(real.map((file) => existsSync(file))).toEqual([true, true]);
    const countMessages = async (): Promise<number> =>
      (await controlOfDemo().listChannels()).reduce((total, { messages }) => total + messages, 0);
    // A day of the generated world in a second, so posts come every few moments.
    await expect.poll(countMessages, { timeout: 20_000 }).toBeGreaterThan((await countMessages()) + 20);
    await stop(running, 'SIGTERM');
  });

  it('tells the sandbox’s own sentence when the kept world is another one', async () => {
    const world = inCopy('.data', 'a-recording');
    mkdirSync(world);
    for (const name of ['channel.json', 'messages.jsonl']) writeFileSync(join(world, name), '{}');
    const { code, err } = await start('--world', world).ended;
    expect(code).toBe(1);
    expect(err).toMatch(/^sandbox ended with code 1:\n.*--fresh/);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

/** A local Telegram of its own, and the `.env` of an operator whose bot lives there. */
async function startTelegram(): Promise<{ addresses: SandboxAddresses; env: string; stop(): Promise<void> }> {
  const [pagePort = 0] = await freePorts(1);
  const { addresses, sandbox } = await startSandbox(
    inCopy('.data', 'another-telegram'),
    { port: pagePort, worlds: [], speed: null, isFresh: false },
    'http://127.0.0.1:9',
    systemVariables(process.env),
    {
      ...{ root: copy.directory, logDirectory: inCopy('.data'), startDeadlineMs: 60_000 },
      ...{ say: () => undefined, signal: new AbortController().signal },
    },
  );
  const env = [
    `TELEGRAM_BOT_TOKEN=${addresses.botToken}`,
    `TELEGRAM_API_ROOT=${addresses.botApiRoot}`,
    `MTPROTO_DC=${addresses.mtprotoDc}`,
    `MTPROTO_DC_MAP=${addresses.mtprotoDcMap}`,
    `MTPROTO_PUBLIC_KEY_FILE=${addresses.publicKeyFile}`,
    `TELEGRAM_API_ID=${addresses.apiId}`,
    `TELEGRAM_API_HASH=${addresses.apiHash}`,
    `TELEGRAM_SESSION_STRING=${addresses.sessionString}`,
  ].join('\n');
  return { addresses, env, stop: () => sandbox.stop(3_000) };
}

/** Against Telegram the ports are fixed: another run on this machine may hold them for a while. */
async function takenPorts(): Promise<number[]> {
  const { metrics, ...own } = usualPorts;
  const ports = [...Object.values(own), ...Object.values(metrics)];
  const problems = await Promise.all(ports.map(portProblem));
  return ports.filter((_, index) => problems[index] !== null);
}
