import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { StartError } from '../start-error.ts';
import { type Program, startChild } from './child.ts';
import { isAlive } from './is-alive.ts';
import { runOnce } from './run-once.ts';
import { supervise } from './supervise.ts';

const root = resolve(import.meta.dirname, '../..');
const logDirectory = mkdtempSync(join(tmpdir(), 'channel-pulse-processes-'));
const variables = { PATH: process.env.PATH ?? '' };

/** A program of a few lines; `up()` says that it is ready. */
function program(name: string, source: string): Program {
  const script = join(logDirectory, `${name}.mts`);
  writeFileSync(script, `const up = (): void => void process.send?.('ready');\n${source}\n`);
  return { name, command: [script], variables };
}

function supervision(said: string[] = []): Parameters<typeof supervise>[1] {
  return {
    ...{ root, logDirectory, startDeadlineMs: 10_000, signal: new AbortController().signal },
    say: (sentence) => said.push(sentence),
  };
}

afterAll(() => rmSync(logDirectory, { recursive: true, force: true }));

describe('supervise', () => {
  it('waits until the program is ready, keeps its output in a log of its own, and ends it with SIGTERM', async () => {
    const ready = await supervise(
      program(
        'good',
        `console.log('out'); console.error('err'); setInterval(() => {}, 1000);
         process.on('SIGTERM', () => { console.log('bye'); process.exit(0); }); setTimeout(up, 200);`,
      ),
      supervision(),
    );
    await ready.stop(5_000);
    const log = join(logDirectory, 'good.log');
    expect(readFileSync(log, 'utf8').split('\n')).toEqual(['out', 'err', 'bye', '']);
    expect(statSync(log).mode & 0o777).toBe(0o600);
  });

  it('tells the last lines of a program that dies before it is ready', async () => {
    const dying = program('dying', `console.error('DATABASE_URL is missing'); process.exit(3);`);
    const failure = await supervise(dying, supervision()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartError);
    expect(failure).toMatchObject({ message: 'dying ended with code 3:\nDATABASE_URL is missing' });
  });

  it('gives up one that is never ready, and leaves nothing behind', async () => {
    const never = program('never', `console.log(process.pid); setInterval(() => {}, 1000);`);
    const options = { ...supervision(), startDeadlineMs: 1_000 };
    await expect(supervise(never, options)).rejects.toThrow(
      /^never was not ready after 1 s\. Its last words: \d+\nIts log is .*never\.log\.$/,
    );
    expect(isAlive(Number(readFileSync(join(logDirectory, 'never.log'), 'utf8')))).toBe(false);
  });

  it('says when a running program dies, and starts it again', async () => {
    const said: string[] = [];
    const crashing = program(
      'crashing',
      `up(); setTimeout(() => process.exit(7), 300); process.on('SIGTERM', () => process.exit(0));`,
    );
    const running = await supervise(crashing, supervision(said));
    await vi.waitFor(() => expect(said).toContain('crashing is back'), { timeout: 8_000 });
    expect(said[0]).toMatch(/^crashing ended with code 7; it starts again in 1 s \(log: .*crashing\.log\)$/);
    await running.stop(2_000);
  });

  it('says that one is back which tells by a line that it is ready, only when it has told so again', async () => {
    const said: string[] = [];
    const telling = program(
      'telling',
      `setTimeout(() => console.log('secret'), 300); setTimeout(() => process.exit(7), 900);
       process.on('SIGTERM', () => process.exit(0));`,
    );
    const heard: string[] = [];
    const onLine = (line: string, sayReady: () => void): void => {
      heard.push(`${line} after ${said.length}`);
      sayReady();
    };
    const running = await supervise({ ...telling, onLine }, supervision(said));
    await vi.waitFor(() => expect(said).toContain('telling is back'), { timeout: 15_000 });
    expect(heard.slice(0, 2)).toEqual(['secret after 0', 'secret after 1']);
    expect(readFileSync(join(logDirectory, 'telling.log'), 'utf8')).toBe('');
    await running.stop(2_000);
  });

  it('kills one that does not listen to SIGTERM', async () => {
    const deaf = program(
      'deaf',
      `process.on('SIGTERM', () => {}); console.log(process.pid); setInterval(() => {}, 99); up();`,
    );
    const running = await supervise(deaf, supervision());
    const pid = Number(readFileSync(join(logDirectory, 'deaf.log'), 'utf8'));
    expect(isAlive(pid)).toBe(true);
    await running.stop(300);
    expect(isAlive(pid)).toBe(false);
  });
});

describe('startChild', () => {
  it('hands over lines of standard output as they come', async () => {
    const lines: string[] = [];
    const talking = { ...program('talking', `console.log('one'); console.log('two');`) };
    const child = startChild(
      { ...talking, onLine: (line) => lines.push(line) },
      { root, logDirectory, isRestart: false },
    );
    expect((await child.ended).code).toBe(0);
    await vi.waitFor(() => expect(lines).toEqual(['one', 'two']), { timeout: 15_000 });
  });

  it('does not leave a child behind when the launcher is killed with SIGKILL', async () => {
    const child = program('orphan', `console.log(process.pid); setInterval(() => {}, 1000); up();`);
    const launcher = program(
      'launcher',
      `const { startChild } = await import(${JSON.stringify(join(root, 'start/processes/child.ts'))});
       const child = startChild(${JSON.stringify(child)}, ${JSON.stringify({ root, logDirectory, isRestart: false })});
       await child.ready; console.log('up'); setInterval(() => {}, 1000);`,
    );
    const running = spawn(process.execPath, ['--import', 'tsx', ...launcher.command], { cwd: root });
    await new Promise((done) => running.stdout.once('data', done));
    const pid = Number(readFileSync(join(logDirectory, 'orphan.log'), 'utf8'));
    expect(isAlive(pid)).toBe(true);
    running.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 8_000 });
  });
});

describe('runOnce', () => {
  it('waits for the end, and tells the last lines of a failure', async () => {
    const options = { root, logDirectory, deadlineMs: 10_000, signal: new AbortController().signal };
    await runOnce(program('fine', ''), options);
    const failing = program('failing', `console.error('no such table'); process.exitCode = 2;`);
    await expect(runOnce(failing, options)).rejects.toThrow('failing ended with code 2:\nno such table');
  });
});
