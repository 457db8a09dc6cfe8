/** Running the project's programs: one child each, its log in a file, restarted when it dies, never left behind. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { Variables } from '../settings/env-file.ts';

/** How to run one program of the project. */
export interface Program {
  name: string;
  /** What Node runs: a script, from the project's folder, and its arguments. */
  command: string[];
  variables: Variables;
  /**
   * Gets each line of standard output, which is not kept in the log: what one program tells another may be secret.
   * `sayReady` is for programs that say by a line that they are ready.
   */
  onLine?: (line: string, sayReady: () => void) => void;
}

export interface Child {
  name: string;
  pid: number;
  logFile: string;
  /** Resolves when the program says by IPC or by a line that it is ready; never rejects. */
  ready: Promise<void>;
  /** Resolves when it has ended. `code` null: by a signal, or it could not be started. */
  ended: Promise<Ending>;
  /** SIGTERM, and SIGKILL after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

export interface Ending {
  code: number | null;
  /** For a sentence: `ended with code 1`. */
  words: string;
}

export interface ChildOptions {
  root: string;
  logDirectory: string;
  /** True: the log goes on; false: it begins anew. */
  isRestart: boolean;
}

/**
 * Runs TypeScript with tsx in a process of its own: in its own process group, so that Ctrl-C at the terminal does not
 * end everything at once and out of order, and tied to us by IPC, so that it does not outlive us.
 */
export function startChild(program: Program, options: ChildOptions): Child {
  const logFile = join(options.logDirectory, `${program.name}.log`);
  const log = openSync(logFile, options.isRestart ? 'a' : 'w', 0o600);
  const guard = pathToFileURL(join(options.root, 'start', 'processes', 'guard.mjs')).href;
  const running = spawn(process.execPath, ['--import', guard, '--import', 'tsx', ...program.command], {
    cwd: options.root,
    env: program.variables,
    detached: process.platform !== 'win32',
    stdio: ['ignore', program.onLine === undefined ? log : 'pipe', log, 'ipc'],
  });
  closeSync(log);
  const ended = new Promise<Ending>((resolve) => {
    running.once('error', (error) => resolve({ code: null, words: `did not start: ${error.message}` }));
    running.once('exit', (code, signal) =>
      resolve({ code, words: `ended with ${signal ?? `code ${code}`}` }),
    );
  });
  const ready = new Promise<void>((resolve) => {
    running.on('message', (message) => {
      if (message === 'ready') resolve();
    });
    const { onLine } = program;
    if (running.stdout === null || onLine === undefined) return;
    createInterface({ input: running.stdout }).on('line', (line) => onLine(line, resolve));
  });
  return {
    name: program.name,
    pid: running.pid ?? 0,
    logFile,
    ready,
    ended,
    stop: async (graceMs) => {
      running.kill('SIGTERM');
      const late = setTimeout(() => running.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(late);
    },
  };
}

/** The last lines of a log, for a sentence about a child's end. */
export function lastLines(logFile: string, count: number): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
