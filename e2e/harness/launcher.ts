import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ProjectCopy } from './project-copy.ts';

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** A program of the copy that was started by its command, as a person does. */
export interface Running {
  child: ChildProcess;
  /** What it has printed so far. */
  printed(): string;
  ended: Promise<Ended>;
}

/** What a running start leaves for the operator's tool. */
export interface InstanceFile {
  url: string;
  productUrl: string;
  variables: Record<string, string>;
}

export function run(copy: ProjectCopy, command: string, args: string[]): Running {
  const child = spawn(command, args, { cwd: copy.directory, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = new Promise<Ended>((done) => child.once('close', (code) => done({ code, out, err })));
  return { child, printed: () => out, ended };
}

/** Waits until `npm start` says that it is ready; rejects with its own words when it ends before. */
export async function whenReady(running: Running): Promise<void> {
  await Promise.race([
    expect
      .poll(running.printed, { timeout: 90_000 })
      .toMatch(/Ready in [\d.]+ s: http:\/\/127\.0\.0\.1:\d+\n/),
    running.ended.then(({ out, err }) => Promise.reject(new Error(`It ended: ${out}${err}`))),
  ]);
}

/** The running instance of the copy; null: none has left anything. */
export function readInstance(copy: ProjectCopy): InstanceFile | null {
  const data = join(copy.directory, '.data');
  for (const mode of readdirSync(data)) {
    try {
      return JSON.parse(readFileSync(join(data, mode, 'instance.json'), 'utf8'));
    } catch {
      // Nothing runs in this mode.
    }
  }
  return null;
}

/** The child of a launcher that runs `script`. */
export function childOf(launcher: Running, script: string): number {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  for (const line of lines) {
    const [, pid, parent, args = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (Number(parent) === launcher.child.pid && args.includes(script)) return Number(pid);
  }
  throw new Error(`The launcher has no child that runs ${script}.`);
}

/** True when somebody answers there with success. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    // Nobody listens there.
    return false;
  }
}
