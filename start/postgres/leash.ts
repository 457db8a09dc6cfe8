import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemUser } from './system-user.ts';

/** When our end of its input closes, it waits, and stops the server unless somebody else has taken it over. */
const script = `
cat >/dev/null
sleep "$1"
[ "$(cat "$2/owner" 2>/dev/null)" = "$3" ] || exit 0
"$4" stop -D "$2/data" -m fast -w -t 10 >/dev/null 2>&1
[ "$5" = remove ] && rm -rf "$2"
exit 0
`;

export interface LeashOptions {
  directory: string;
  pgCtl: string;
  user: SystemUser | null;
  /** How long the processes that use the server may take to end. */
  waitSeconds: number;
  /** Remove the whole folder afterwards. */
  isTemporary: boolean;
}

/**
 * Ties the server, which is a daemon, to this process: even when we are killed it does not stay behind. Returns the
 * function that lets it go.
 */
export function leash(options: LeashOptions): () => void {
  const owner = `${process.pid}-${Date.now()}`;
  writeFileSync(join(options.directory, 'owner'), owner, { mode: 0o644 });
  if (process.platform === 'win32') return () => undefined;
  const child: ChildProcess = spawn(
    '/bin/sh',
    [
      '-c',
      script,
      'leash',
      String(options.waitSeconds),
      options.directory,
      owner,
      options.pgCtl,
      options.isTemporary ? 'remove' : 'keep',
    ],
    {
      cwd: '/',
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
      env: { PATH: process.env.PATH },
      ...(options.user === null ? {} : { uid: options.user.uid, gid: options.user.gid }),
    },
  );
  child.on('error', () => {
    // Without a shell the server is only stopped by an orderly end, which is the normal case.
  });
  child.unref();
  if (child.stdin !== null && 'unref' in child.stdin && typeof child.stdin.unref === 'function') {
    child.stdin.unref();
  }
  return () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
}
