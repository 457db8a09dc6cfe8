import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file that only its owner may read; a process that is killed meanwhile leaves what was there before. */
export function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
