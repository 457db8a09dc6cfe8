import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { listen } from '#sandbox/bot-api/listen.ts';
import type { SandboxAddresses } from './sandbox-options.ts';

function run(...parameters: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...parameters], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function read(stream: NodeJS.ReadableStream | null): Promise<string> {
  let text = '';
  for await (const part of stream ?? []) text += String(part);
  return text;
}

const folder = mkdtempSync(join(tmpdir(), 'sandbox-main-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function newDirectory(): string {
  return mkdtempSync(join(folder, 'data-'));
}

it('prints one line when it is ready and ends soon after SIGTERM, with a page still listening', async () => {
  const child = run('--data', newDirectory(), '--port', '0');
  if (child.stdout === null) throw new Error('no output');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { ready, addresses } = JSON.parse(line) as { ready: boolean; addresses: SandboxAddresses };
  expect(ready).toBe(true);
  const events = await fetch(`${addresses.pageUrl}/api/events?person=710000001`);
  expect(events.status).toBe(200);
  const begun = performance.now();
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  expect(performance.now() - begun).toBeLessThan(6_000);
  await events.body?.cancel().catch(() => undefined);
});

it('says in one sentence that the port of the page is taken', async () => {
  const taken = await listen(createServer(), 0, '127.0.0.1');
  const child = run('--data', newDirectory(), '--port', new URL(taken.root).port);
  const [message, [code]] = await Promise.all([read(child.stderr), once(child, 'exit')]);
  expect(message).toBe(
    `Port ${taken.port} is already in use: choose another one, or stop what listens there.\n`,
  );
  expect(code).toBe(1);
  await taken.close();
});

it.each([
  ['--speed', 'fast', '--speed takes a whole number from 1.'],
  ['--mtproxy-secret', 'ee00', '--mtproxy-secret takes 32 hexadecimal digits.'],
])('says in one sentence what is wrong with an argument: %s %s', async (name, value, sentence) => {
  const child = run(name, value);
  const [message, [code]] = await Promise.all([read(child.stderr), once(child, 'exit')]);
  expect(message).toBe(`${sentence} (--help lists the options)\n`);
  expect(code).toBe(1);
});
