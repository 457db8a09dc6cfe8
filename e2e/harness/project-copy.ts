import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { clusterDirectory } from '#start/postgres/directory.ts';
import { chooseSystemUser } from '#start/postgres/system-user.ts';

/** What a fresh clone does not have, and installed packages, which are shared. */
const left = new Set(['node_modules', '.git', '.data', 'dist', 'artefacts', '.env']);

export interface ProjectCopy {
  directory: string;
  /** Removes it, and the databases it kept elsewhere when it ran as root. */
  remove(): void;
}

/** A copy of the project as somebody has it who has just installed it, so that what is kept here is left alone. */
export function copyProject(root: string): ProjectCopy {
  const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-copy-'));
  cpSync(root, directory, {
    recursive: true,
    filter: (source) => source === root || !left.has(basename(source)),
  });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  return {
    directory,
    remove: () => {
      const ofDemo = clusterDirectory(directory, 'demo', chooseSystemUser());
      rmSync(dirname(ofDemo), { recursive: true, force: true });
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
