import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readKeyRing } from './key-ring-file.ts';
import { openVault } from './vault.ts';

const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-first-start-'));
const context = { table: 'accounts', row: '1', owner: '2', purpose: 'session' };

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Opens the vault in a process of its own, as soon as it is told to; prints what it warned of and a record. */
const script = `
  import { openVault } from '#server/vault/vault.ts';
  let warnings = 0;
  const log = { warn() { warnings += 1; }, error() {} };
  process.stdin.once('data', () => {
    const vault = openVault({ file: process.env.KEYS, log });
    const record = vault.seal(Buffer.from('made by ' + process.pid), ${JSON.stringify(context)});
    process.stdout.write(JSON.stringify({ pid: process.pid, warnings, record }));
    process.exit(0);
  });
  process.stdout.write('ready');`;

interface Starter {
  ready: Promise<void>;
  ended: Promise<{ pid: number; warnings: number; record: string }>;
  go(): void;
}

function aStarter(file: string): Starter {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    env: { PATH: process.env.PATH, KEYS: file },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let printed = '';
  let sayReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    sayReady = resolve;
  });
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    if (printed.startsWith('ready')) sayReady();
  });
  const ended = new Promise<{ pid: number; warnings: number; record: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(printed.replace('ready', '')));
      else reject(new Error(`A process ended with ${code}.`));
    });
  });
  return { ready, ended, go: () => child.stdin.write('go') };
}

it('makes one ring when four processes start for the first time at once, and all of them use it', async () => {
  const file = join(directory, 'keys.json');
  const starters = Array.from({ length: 4 }, () => aStarter(file));
  await Promise.all(starters.map(({ ready }) => ready));
  for (const { go } of starters) go();
  const ends = await Promise.all(starters.map(({ ended }) => ended));
  expect(readKeyRing(file).ring.keys).toHaveLength(1);
  expect(readdirSync(directory)).toEqual(['keys.json']);
  expect(ends.map(({ warnings }) => warnings).toSorted()).toEqual([0, 0, 0, 1]);
  const vault = openVault({ file, log: { warn: () => undefined, error: () => undefined } });
  for (const { pid, record } of ends) {
    expect(vault.open(record, context).toString()).toBe(`made by ${pid}`);
  }
});
