import { spawn } from 'node:child_process';
import type { SystemUser } from './system-user.ts';

export interface RunOptions {
  user: SystemUser | null;
  timeoutMs: number;
  input?: string;
}

export interface RunResult {
  /** null: it could not be started, or was ended by a signal or by the deadline. */
  code: number | null;
  output: string;
}

/**
 * Runs one command to its end, as `user` where one is given. It never throws: a command that cannot be started has
 * code null and its reason in `output`. The working directory is `/`, which every user may enter.
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: process.platform === 'win32' ? undefined : '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      ...(options.user === null ? {} : { uid: options.user.uid, gid: options.user.gid }),
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    // `exit`, not `close`: a server that pg_ctl leaves behind may keep the pipes open.
    child.once('exit', (code) => resolve({ code, output }));
    child.stdin.on('error', () => {
      // The command may end before it has read everything; its exit code says what matters.
    });
    child.stdin.end(options.input ?? '');
  });
}
