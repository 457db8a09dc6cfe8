import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lockFolder } from './lock.ts';

const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-lock-'));

function lockFile(): string {
  return join(mkdtempSync(join(directory, 'folder-')), 'start.lock');
}

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('lockFolder', () => {
  it('refuses a second one while the first holds it, with the process to look for', async () => {
    const file = lockFile();
    const unlock = await lockFolder(file);
    await expect(lockFolder(file)).rejects.toThrow(
      `Channel Pulse already runs from this folder (process ${process.pid}). Stop it there with Ctrl-C first.`,
    );
    unlock();
    expect(existsSync(file)).toBe(false);
    (await lockFolder(file))();
  });

  it('takes the place of one that was killed, even when its process id and its port belong to others now', async () => {
    const file = lockFile();
    const other = await lockFolder(lockFile());
    writeFileSync(file, JSON.stringify({ pid: process.pid, port: 1, nonce: 'of the one that was killed' }));
    (await lockFolder(file))();
    writeFileSync(file, '{"pid": 12');
    (await lockFolder(file))();
    other();
  });

  it('lets one of several that start at the same moment through', async () => {
    const file = lockFile();
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(file)));
    const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const winner of winners) winner.value();
  });
});
