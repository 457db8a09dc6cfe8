import { appendFileSync, existsSync, readFileSync, truncateSync } from 'node:fs';
import { DamagedDataError } from '#sandbox/sandbox-error.ts';
import type { DatedChange } from './person-changes.ts';
import type { PostContent } from './world.ts';

/** Something a person or a test did in the world. Generated events are not written down: they come back by themselves. */
export type JournalEntry =
  | { kind: 'post'; at: number; channelId: string; content: PostContent }
  | { kind: 'join'; at: number; channelId: string; userId: string; inviteHash?: string }
  | { kind: 'leave'; at: number; channelId: string; userId: string }
  | DatedChange;

export interface Journal {
  /** What was written before, oldest first. */
  entries(): JournalEntry[];
  write(entry: JournalEntry): void;
}

/** A file of JSON lines; null keeps nothing. Half a line that a killed process left behind is cut off. */
export function openJournal(file: string | null): Journal {
  if (file !== null && existsSync(file)) cutHalfLine(file);
  return {
    entries: () => (file === null || !existsSync(file) ? [] : parse(readFileSync(file, 'utf8'), file)),
    write(entry) {
      if (file !== null) appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    },
  };
}

/** What half a line describes was never answered, so it never happened. */
function cutHalfLine(file: string): void {
  const written = readFileSync(file);
  const end = written.lastIndexOf('\n') + 1;
  if (end < written.length) truncateSync(file, end);
}

function parse(text: string, file: string): JournalEntry[] {
  const lines = text.split('\n').filter((line) => line !== '');
  try {
    return lines.map((line): JournalEntry => JSON.parse(line));
  } catch {
    throw new DamagedDataError(file);
  }
}
