import { createHash } from 'node:crypto';
import { chmodSync, chownSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemUser } from './system-user.ts';

/**
 * Where the cluster of the project in `root` lives, one for each mode. As an ordinary user in `.data/MODE/postgres`; as
 * root outside the folder, because a system user can seldom reach it, under a name made from the folder's path.
 */
export function clusterDirectory(root: string, mode: string, user: SystemUser | null): string {
  if (user === null) return join(root, '.data', mode, 'postgres');
  const hash = createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 12);
  return join('/var/lib/channel-pulse', hash, mode);
}

/** Makes the folder, closed to everybody but its owner. */
export function makeClusterDirectory(directory: string, user: SystemUser | null): void {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  chmodSync(directory, 0o700);
  if (user !== null) chownSync(directory, user.uid, user.gid);
}
