import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { formatKeyRing, type KeyRing, parseKeyRing } from './key-ring.ts';
import { KeyRingError } from './key-ring-error.ts';
import { takeLock } from './key-ring-lock.ts';

/** What a file was when it was read: another stamp means that it has been replaced. */
export type RingStamp = string;

/** Reads the ring. Throws {@link KeyRingError}: no such file, damaged, or others than its owner may read it. */
export function readKeyRing(file: string): { ring: KeyRing; stamp: RingStamp } {
  return translated(file, () => read(file));
}

function read(file: string): { ring: KeyRing; stamp: RingStamp } {
  const stamp = stampKeyRing(file);
  if (stamp === null) throw new KeyRingError('key-ring-missing', `The file of keys ${file} does not exist.`);
  const { mode } = statSync(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new KeyRingError(
      'key-ring-open',
      `${file} holds keys and others than its owner may read it: chmod 0400 ${file}`,
    );
  }
  const ring = parseKeyRing(readFileSync(file, 'utf8'));
  if (ring === null) {
    throw new KeyRingError('key-ring-damaged', `${file} is damaged: put back the copy you kept of it.`);
  }
  return { ring, stamp };
}

/** Two stats of an unchanged file give the same stamp; null: there is no file. */
export function stampKeyRing(file: string): RingStamp | null {
  const stat = translated(file, () => statSync(file, { bigint: true, throwIfNoEntry: false }));
  return stat === undefined ? null : `${stat.ino}:${stat.mtimeNs}:${stat.size}`;
}

/**
 * Replaces the ring by what `change` makes of it (null: there is no file yet; returning null leaves all as it is), for its
 * owner alone (0400) and in one step on the disk, so that a crash leaves the old ring or the new one. Several processes
 * may ask at once: they come one after the other. Throws {@link KeyRingError}.
 */
export function changeKeyRing(
  file: string,
  change: (ring: KeyRing | null) => KeyRing | null,
): KeyRing | null {
  return translated(file, () => rewrite(file, change));
}

function rewrite(file: string, change: (ring: KeyRing | null) => KeyRing | null): KeyRing | null {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const lock = `${file}.lock`;
  takeLock(lock);
  try {
    const old = stampKeyRing(file) === null ? null : read(file);
    const ring = change(old?.ring ?? null);
    if (ring === null) return old?.ring ?? null;
    removeLeftovers(file);
    writeRing(file, ring, old?.stamp ?? null);
    return ring;
  } finally {
    rmSync(lock, { force: true });
  }
}

/** What a writer that was killed had written holds keys: it is not left lying about. */
function removeLeftovers(file: string): void {
  for (const name of readdirSync(dirname(file))) {
    const isLeftover = name.startsWith(`${basename(file)}.`) && /\.\d+\.new$/.test(name);
    if (isLeftover) rmSync(join(dirname(file), name), { force: true });
  }
}

function writeRing(file: string, ring: KeyRing, oldStamp: RingStamp | null): void {
  const written = `${file}.${process.pid}.new`;
  const descriptor = openSync(written, 'wx', 0o400);
  try {
    writeFileSync(descriptor, formatKeyRing(ring));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (stampKeyRing(file) !== oldStamp) {
    rmSync(written, { force: true });
    throw new KeyRingError('key-ring-busy', `Another process changed ${file} at the same time: try again.`);
  }
  renameSync(written, file);
  if (process.platform !== 'win32') syncDirectory(dirname(file));
}

/** Without it the new name may be gone after a power failure. */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What the system says becomes a sentence: its own errors name calls of the system. */
function translated<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (error instanceof KeyRingError || !/^E[A-Z]+$/.test(code)) throw error;
    throw new KeyRingError('key-ring-refused', `The file of keys ${file} cannot be used (${code}).`);
  }
}
