import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isAlive } from './processes/is-alive.ts';

const folder = mkdtempSync(join(tmpdir(), 'channel-pulse-install-'));
const npm = join(folder, 'npm-cli.js');
const called = join(folder, 'called.json');

/** A fresh clone, as far as the installation looks at it, and a program that stands for npm. */
function install(
  npmSource: string,
  isInShell = false,
): {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
} {
  rmSync(called, { force: true });
  const report = `require('node:fs').writeFileSync(${JSON.stringify(called)}, JSON.stringify({ pid: process.pid, args: process.argv.slice(2) }));`;
  writeFileSync(npm, `${npmSource}\n${report}\n`);
  // In a shell that stays, as under `npm start`: it dies of a signal without passing it on.
  const script = "import('./start/ensure-installed.mjs').then((found) => found.ensureInstalled())";
  const node = [process.execPath, '-e', script] as const;
  const [command, ...args] = isInShell ? ['/bin/sh', '-c', '"$@"; exit $?', 'sh', ...node] : node;
  const child = spawn(command ?? '', args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, npm_execpath: npm, npm_lifecycle_event: 'start' },
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  return { child, said: () => said, ended };
}

function readCalled(): { pid: number; args: string[] } {
  return JSON.parse(readFileSync(called, 'utf8'));
}

beforeAll(() => {
  mkdirSync(join(folder, 'start'));
  for (const name of ['ensure-installed.mjs', 'watch-parent.mjs'])
    cpSync(join(import.meta.dirname, name), join(folder, 'start', name));
  writeFileSync(join(folder, 'package-lock.json'), '{"packages":{}}');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ensureInstalled', () => {
  it('installs from the lock file with install scripts off', async () => {
    const { ended, said } = install('');
    expect(await ended).toBe(0);
    expect(readCalled().args).toEqual(expect.arrayContaining(['ci', '--include=dev', '--ignore-scripts']));
    expect(said()).toMatch(
      /^Installing packages from the lock file \(node_modules is missing\).*\nInstalled in/,
    );
  });

  it('ends with a sentence when npm fails', async () => {
    const { ended, said } = install('process.exitCode = 3;');
    expect(await ended).toBe(1);
    expect(said()).toMatch(/npm could not install the packages; its reason stands above\.\n$/);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('takes npm along when it gets %s', async (signal) => {
    const { child, ended, said } = install('setInterval(() => {}, 1000);');
    await vi.waitFor(() => expect(existsSync(called)).toBe(true), { timeout: 10_000 });
    const { pid } = await vi.waitFor(readCalled, { timeout: 15_000 });
    expect(isAlive(pid)).toBe(true);
    child.kill(signal);
    expect(await ended).toBe(1);
    expect(isAlive(pid)).toBe(false);
    expect(said()).toContain(`${signal}: the installation was stopped; the next start does it again.\n`);
  });

  it('takes npm along when the npm that runs us is ended, whose shell passes no signal on', async () => {
    const { child, ended, said } = install('setInterval(() => {}, 1000);', true);
    const { pid } = await vi.waitFor(readCalled, { timeout: 10_000 });
    child.kill('SIGTERM');
    await ended;
    expect(isAlive(pid)).toBe(false);
    expect(said()).toContain('npm ended: the installation was stopped; the next start does it again.\n');
  });
});
