import { readFileSync } from 'node:fs';

/** True while the process runs: one that has ended and that nobody has waited for yet does not count. */
export function isAlive(pid: number): boolean {
  // 0 would mean our own process group.
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch (error) {
    // It is there when it only belongs to somebody else; otherwise there is no such process.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
