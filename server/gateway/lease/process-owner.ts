/**
 * Leases: a session belongs to one gateway at a time, because two connections with one key end it for good. Who owns a
 * session stands in `accounts`, with an address and a sign of life; an owner that cannot leave one closes its sockets
 * before anybody else may take over, and one that cannot even do that is killed first.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A name for this process: `<host>:<pid>:<when it was started, in clock ticks since boot>:<random>`. */
export function nameOwner(): string {
  const startedAt = readProcess(process.pid)?.startedAt ?? '';
  return `${hostMark()}:${process.pid}:${startedAt}:${randomBytes(6).toString('hex')}`;
}

/** How the process of an owner is, as far as it can be seen from here. */
export type OwnerFate =
  /** Of this host, and it does not live any more. */
  | { kind: 'dead' }
  /** Of this host, and surely the very process that took the lease. */
  | { kind: 'alive'; pid: number }
  /** Of another host, or nobody can tell whether the pid is still that process. */
  | { kind: 'unknown' };

export function fateOf(owner: string): OwnerFate {
  const [host, pidText, startedAt] = owner.split(':');
  if (host !== hostMark() || pidText === undefined || !/^[1-9]\d*$/.test(pidText)) return { kind: 'unknown' };
  const pid = Number(pidText);
  if (!exists(pid)) return { kind: 'dead' };
  const found = readProcess(pid);
  // Not Linux, or it ended this very moment.
  if (found === null || startedAt === undefined || !/^\d+$/.test(startedAt)) return { kind: 'unknown' };
  // Nobody has waited for a zombie yet, but nothing of it runs any more; a later start is another process.
  if (found.isOver || found.startedAt !== startedAt) return { kind: 'dead' };
  return { kind: 'alive', pid };
}

/**
 * Ends the process of an owner for good, which a stopped one cannot prevent. True once it is surely dead. Never touches
 * this very process, a process of another host or one that only has the same number.
 */
export async function endOwner(owner: string, deadlineMs: number, pauseMs = 20): Promise<boolean> {
  const fate = fateOf(owner);
  if (fate.kind === 'dead') return true;
  if (fate.kind === 'unknown' || fate.pid === process.pid) return false;
  try {
    process.kill(fate.pid, 'SIGKILL');
  } catch {
    // It ended by itself, or it belongs to another user: what counts is whether it lives.
  }
  const endsAt = performance.now() + deadlineMs;
  while (performance.now() < endsAt) {
    if (fateOf(owner).kind === 'dead') return true;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return false;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** From `/proc/<pid>/stat`: the fields after the command's name, which alone may hold blanks and parentheses. */
function readProcess(pid: number): { startedAt: string; isOver: boolean } | null {
  const text = tryTo(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const startedAt = fields[19];
  if (state === undefined || startedAt === undefined) return null;
  return { startedAt, isOver: (state === 'Z' || state === 'X') && countThreads(pid) <= 1 };
}

/** The first thread of a killed process may be over while others still hold its sockets. */
function countThreads(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    // The whole process is gone by now.
    return 0;
  }
}

let mark: string | null = null;

/** The same for all processes that see each other's pids: host name, boot and pid namespace. */
function hostMark(): string {
  mark ??= createHash('sha256')
    .update(
      [
        hostname(),
        tryTo(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
        tryTo(() => readlinkSync('/proc/self/ns/pid')),
      ].join('\n'),
    )
    .digest('hex')
    .slice(0, 12);
  return mark;
}

function tryTo(read: () => string): string {
  try {
    return read();
  } catch {
    // Not Linux: the host name alone tells hosts apart.
    return '';
  }
}
