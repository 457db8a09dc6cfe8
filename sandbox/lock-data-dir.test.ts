import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { lockDataDir } from './lock-data-dir.ts';

const folder = mkdtempSync(join(tmpdir(), 'lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function newDirectory(): string {
  return mkdtempSync(join(folder, 'data-'));
}

/** A process that does nothing until it is told to end. */
async function withProcess(work: (pid: number) => void): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  try {
    work(pid);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  return pid;
}

describe('a data directory', () => {
  it('is held by one sandbox at a time, and free again when that one is closed', () => {
    const dataDir = newDirectory();
    const unlock = lockDataDir(dataDir);
    expect(() => lockDataDir(dataDir)).toThrowError(`(pid ${process.pid})`);
    unlock();
    const unlockAgain = lockDataDir(dataDir);
    // A late second call of the first one's must not free what somebody else holds by now.
    unlock();
    expect(() => lockDataDir(dataDir)).toThrowError('are in use');
    unlockAgain();
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('is refused while another process lives, by its number, and taken over once it is dead', async () => {
    const dataDir = newDirectory();
    const path = join(dataDir, 'sandbox.lock');
    const pid = await withProcess((living) => {
      writeFileSync(path, JSON.stringify({ pid: living, startedAt: null }));
      expect(() => lockDataDir(dataDir)).toThrowError(
        expect.objectContaining({ code: 'data-in-use', message: expect.stringContaining(`(pid ${living})`) }),
      );
    });
    expect(pid).toBeGreaterThan(0);
    lockDataDir(dataDir)();
    expect(existsSync(path)).toBe(false);
  });

  it.runIf(process.platform === 'linux')(
    'is taken over from a process that is dead and not yet buried',
    async () => {
      const dataDir = newDirectory();
      // The shell becomes, before its child ends, a program that never asks how it ended.
      const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 30'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      try {
        const [line] = await once(parent.stdout, 'data');
        const pid = Number(String(line));
        const stateOf = (): string => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] ?? '';
        await vi.waitFor(() => expect(stateOf()).toBe('Z'), { timeout: 5_000 });
        writeFileSync(join(dataDir, 'sandbox.lock'), JSON.stringify({ pid, startedAt: null }));
        lockDataDir(dataDir)();
        expect(readdirSync(dataDir)).toEqual([]);
      } finally {
        parent.kill('SIGKILL');
      }
    },
  );

  it.each(['', '{"pid":-1}', `{"pid":${process.pid},"startedAt":"0"}`])(
    'is taken over from a lock that names nobody who lives: %s',
    (text) => {
      const dataDir = newDirectory();
      writeFileSync(join(dataDir, 'sandbox.lock'), text);
      lockDataDir(dataDir)();
      expect(readdirSync(dataDir)).toEqual([]);
    },
  );
});
