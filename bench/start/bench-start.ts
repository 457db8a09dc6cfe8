import { type ChildProcess, spawn } from 'node:child_process';
import { copyProject } from '#e2e/harness/project-copy.ts';
import { freePorts } from '#start/ports.ts';
import { atMost, type Figure } from '../figure.ts';

const startDeadlineMs = 180_000;

/** Cold: nothing kept, nothing built. Warm: the same folder again. In a copy, so that kept data is left alone. */
export async function benchStart(root: string, say: (sentence: string) => void): Promise<Figure[]> {
  const { directory: copy, remove } = copyProject(root);
  const [port = 0] = await freePorts(1);
  try {
    say('cold start …');
    const cold = await startAndStop(copy, port);
    const warm: Run[] = [];
    for (let round = 1; round <= 3; round += 1) {
      say(`warm start ${round} of 3 …`);
      warm.push(await startAndStop(copy, port));
    }
    const stops = [cold, ...warm].map((run) => run.stopSeconds);
    return [
      atMost('start.cold', cold.readySeconds, 's', 60),
      atMost('start.warm', median(warm.map((run) => run.readySeconds)), 's', 60),
      atMost('start.stop.slowest', Math.max(...stops), 's', 10),
    ];
  } finally {
    remove();
  }
}

interface Run {
  readySeconds: number;
  stopSeconds: number;
}

async function startAndStop(folder: string, port: number): Promise<Run> {
  const startedAt = Date.now();
  const child = spawn(process.execPath, ['start/start.mjs', '--port', String(port)], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await waitForReady(child);
  const readyAt = Date.now();
  child.kill('SIGTERM');
  await ended;
  return { readySeconds: (readyAt - startedAt) / 1_000, stopSeconds: (Date.now() - readyAt) / 1_000 };
}

function waitForReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`It was not ready after ${startDeadlineMs / 1_000} s:\n${printed}`));
    }, startDeadlineMs);
    child.once('exit', (code) => reject(new Error(`It ended with code ${code}:\n${printed}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (!printed.includes('Ready in')) return;
      clearTimeout(late);
      resolve();
    });
  });
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
