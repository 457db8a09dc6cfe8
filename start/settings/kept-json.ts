import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { StartError } from '../start-error.ts';

/**
 * Reads one of our own files; null: there is none yet. Throws {@link StartError} with the file's name and `remedy` when it
 * is not what we wrote.
 */
export function readKeptJson<T>(
  file: string,
  isSound: (kept: Partial<Record<keyof T, unknown>>) => boolean,
  remedy: string,
): T | null {
  if (!existsSync(file)) return null;
  const kept = parse(readFileSync(file, 'utf8'));
  if (typeof kept !== 'object' || kept === null || !isSound(kept))
    throw new StartError(`${file} is damaged. ${remedy}`);
  return kept as T;
}

/** Writes it for its owner alone and in one step, so that a crash leaves the old one or the new one. */
export function keepJson(file: string, kept: object): void {
  writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Cut off, or something else entirely: the caller says so.
    return null;
  }
}
