import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '#server/reports/load-storage.ts';
import { aTerminal, type Terminal } from './a-terminal.ts';

describe('the command storage', () => {
  let terminal: Terminal;

  beforeAll(async () => {
    terminal = await aTerminal();
  });
  beforeEach(() => terminal.reset());
  afterAll(() => terminal.close());

  it('prints rows and bytes of each table, and what a post takes', async () => {
    await terminal.storeChannel();
    const { code, out, err } = await terminal.cli(['storage']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^table +rows +heap +toast +indexes +bytes$/m);
    expect(out).toMatch(/^posts +2 +\d+ +\d+ +\d+ +\d+$/m);
    expect(out).toMatch(/^Posts: 2, [\d.]+ bytes each and [\d.]+ of series$/m);
    expect(out).toMatch(/^Packed samples: 0, - bytes each$/m);
  });

  it('counts the partitions of a table as that table', async () => {
    const { out } = await terminal.cli(['storage', '--json']);
    const found = JSON.parse(out) as Storage;
    expect(found.tables.filter(({ name }) => name.startsWith('channel_snapshots'))).toEqual([
      expect.objectContaining({ name: 'channel_snapshots', rows: 0 }),
    ]);
    expect(found.totalBytes).toBe(found.tables.reduce((sum, { totalBytes }) => sum + totalBytes, 0));
  });
});
