/**
 * Leases: a session belongs to one gateway at a time, because two connections with one key end it for good. Who owns a
 * session stands in `accounts`, with an address and a sign of life; an owner that cannot leave one closes its sockets
 * before anybody else may take over.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A name for this start of this process: `<host>:<pid>:<random>`. */
export function nameOwner(): string {
  return `${hostMark()}:${process.pid}:${randomBytes(6).toString('hex')}`;
}

/**
 * Whether the owner is a process of this very host that does not live any more, so that nobody need wait for its silence
 * to grow long. False when it is unknown: another host, or a pid that was given to somebody else.
 */
export function isKnownDead(owner: string): boolean {
  const [host, pid] = owner.split(':');
  if (host !== hostMark() || pid === undefined || !/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** The same for all processes that see each other's pids: host name, boot and pid namespace. */
function hostMark(): string {
  const parts = [
    hostname(),
    tryTo(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
    tryTo(() => readlinkSync('/proc/self/ns/pid')),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}

function tryTo(read: () => string): string {
  try {
    return read();
  } catch {
    // Not Linux: the host name alone tells hosts apart.
    return '';
  }
}
