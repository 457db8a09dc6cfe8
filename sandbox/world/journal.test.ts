import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JournalEntry, openJournal } from './journal.ts';

const joined: JournalEntry = { kind: 'join', at: 5, channelId: '1', userId: '2' };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('openJournal', () => {
  it('gives back what was written, readable by its owner only', () => {
    const file = join(folder, 'whole.jsonl');
    openJournal(file).write(joined);
    expect(openJournal(file).entries()).toEqual([joined]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('forgets the half of a line that a killed process left, and writes on after it', () => {
    const file = join(folder, 'half.jsonl');
    openJournal(file).write(joined);
    appendFileSync(file, '{"kind":"le');
    const journal = openJournal(file);
    expect(journal.entries()).toEqual([joined]);
    journal.write(joined);
    expect(openJournal(file).entries()).toEqual([joined, joined]);
  });

  it('refuses a damaged file with a sentence', () => {
    const file = join(folder, 'damaged.jsonl');
    writeFileSync(file, 'not json\n');
    expect(() => openJournal(file).entries()).toThrow(expect.objectContaining({ code: 'data-damaged' }));
  });

  it('keeps nothing without a file', () => {
    const journal = openJournal(null);
    journal.write(joined);
    expect(journal.entries()).toEqual([]);
  });
});
