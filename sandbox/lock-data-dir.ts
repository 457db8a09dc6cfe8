import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SandboxError } from './sandbox-error.ts';

/** Who holds a data directory. */
interface Holder {
  pid: number;
  /** Tells a process from a later one with the same number; null where the system does not say. */
  startedAt: string | null;
}

/** Directories held by this process: its own number in a file can also be that of a process before it. */
const held = new Set<string>();

/**
 * Makes the data directory if there is none and takes it for this process, or for whoever is left of a process that
 * died. Returns how to give it back. Throws `SandboxError` `data-in-use`.
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'sandbox.lock');
  const own = `${path}-${process.pid}`;
  const mark: Holder = { pid: process.pid, startedAt: lookUp(process.pid)?.startedAt ?? null };
  writeFileSync(own, JSON.stringify(mark), { mode: 0o600 });
  try {
    // A link appears with its content or not at all, and only one process makes it.
    while (!tryLink(own, path)) {
      const found = readLock(path);
      if (found === null) continue;
      const holder = readHolder(found);
      if (isHeld(holder, dataDir)) throw inUse(dataDir, holder.pid);
      removeStale(path, found);
    }
  } finally {
    rmSync(own, { force: true });
  }
  held.add(dataDir);
  let isGivenBack = false;
  return () => {
    if (isGivenBack) return;
    isGivenBack = true;
    held.delete(dataDir);
    rmSync(path, { force: true });
  };
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw failure;
  }
}

/** null: it was given back meanwhile. */
function readLock(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw failure;
  }
}

function readHolder(text: string): Holder {
  try {
    const { pid, startedAt } = JSON.parse(text) as Partial<Holder>;
    return { pid: Number.isSafeInteger(pid) ? Number(pid) : 0, startedAt: startedAt ?? null };
  } catch {
    // A lock that says nothing is nobody's.
    return { pid: 0, startedAt: null };
  }
}

function isHeld({ pid, startedAt }: Holder, dataDir: string): boolean {
  if (pid === process.pid) return held.has(dataDir);
  if (pid <= 0 || !isKnown(pid)) return false;
  const current = lookUp(pid);
  // A dead process keeps its number until its parent has noticed.
  if (current?.isDead === true) return false;
  return startedAt === null || current === null || current.startedAt === startedAt;
}

/** Whether the system knows a process of this number, also somebody else's. */
function isKnown(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Moved away first: of two that found the same dead holder only one may take its place. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}-stale-${process.pid}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== stale) tryLink(aside, path);
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'ENOENT') throw failure;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** What Linux tells of a process: fields 3 and 22 of its `stat`, after the name in parentheses; null elsewhere. */
function lookUp(pid: number): { isDead: boolean; startedAt: string | null } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { isDead: fields[0] === 'Z' || fields[0] === 'X', startedAt: fields[19] ?? null };
  } catch {
    // Other systems have no such file; there the number alone has to do.
    return null;
  }
}

function inUse(dataDir: string, pid: number): SandboxError {
  return new SandboxError(
    'data-in-use',
    `The data in ${dataDir} are in use by another sandbox (pid ${pid}): stop it first, or choose another --data.`,
  );
}
