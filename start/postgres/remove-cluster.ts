import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepareNative } from './native.ts';
import { run } from './run.ts';
import type { SystemUser } from './system-user.ts';

/** Throws the cluster away with everything in it, stopping it first when it runs. */
export async function removeCluster(root: string, directory: string, user: SystemUser | null): Promise<void> {
  const native = await prepareNative(root, directory, user);
  const stop = ['stop', '-D', join(directory, 'data'), '-m', 'immediate', '-w', '-t', '5'];
  await run(join(native, 'bin', 'pg_ctl'), stop, { user, timeoutMs: 6_000 });
  rmSync(directory, { recursive: true, force: true });
}
