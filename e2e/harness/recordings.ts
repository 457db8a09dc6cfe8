import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Why tests of recorded channels are skipped where {@link recordingsDirectory} gives null. */
export const whyNoRecordings = 'RECORDINGS_DIR is not set';

/** The folder with recordings of real channels; null: RECORDINGS_DIR is not set. Throws when it names nothing. */
export function recordingsDirectory(): string | null {
  const named = process.env.RECORDINGS_DIR ?? '';
  if (named === '') return null;
  const directory = resolve(import.meta.dirname, '../..', named);
  if (!existsSync(directory)) throw new Error(`RECORDINGS_DIR names ${directory}, which does not exist.`);
  return directory;
}

/** Folders of all recordings, by name. */
export function recordings(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(directory, entry.name))
    .sort();
}

/** The figures computed independently, by the folder's name: a sibling of the recordings' folder. */
export function expectedFigures(directory: string): Record<string, Record<string, unknown>> {
  return JSON.parse(readFileSync(join(dirname(directory), 'expected.json'), 'utf8')) as Record<
    string,
    Record<string, unknown>
  >;
}
