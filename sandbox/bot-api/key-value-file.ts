import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { DamagedDataError } from '#sandbox/sandbox-error.ts';

/** A small persistent map. Values are JSON; what was put is on disk at the latest one turn of the event loop later. */
export interface KeyValueFile {
  get(key: string): unknown;
  put(key: string, value: unknown): void;
  delete(key: string): void;
  /** Entries whose key begins with `prefix`, in the order in which they were first put. */
  entries(prefix: string): [string, unknown][];
  close(): void;
}

/** Lines beyond this many per live entry are worth rewriting the file. */
const wasteFactor = 4;
const minimumLines = 2_000;

/**
 * Opens the map kept at `path`. The file is a journal of JSON lines, `[key, value]` or `[key]` for a removal, so that a
 * process that is killed loses nothing but the turn it was in; a torn last line is cut off. It is rewritten when most
 * of its lines are outdated. Throws `DamagedDataError` for a file with any other line.
 */
export function openKeyValueFile(path: string): KeyValueFile {
  const values = new Map<string, unknown>();
  cutTornLine(path);
  let lines = readJournal(path, values);
  let pending = '';
  let file = openSync(path, 'a', 0o600);

  function write(line: unknown[]): void {
    if (pending === '') setImmediate(flush);
    pending += `${JSON.stringify(line)}\n`;
    lines++;
  }

  function flush(): void {
    if (pending === '') return;
    const text = pending;
    pending = '';
    appendFileSync(file, text);
    if (lines > minimumLines && lines > values.size * wasteFactor) rewrite();
  }

  function rewrite(): void {
    const text = [...values].map((entry) => `${JSON.stringify(entry)}\n`).join('');
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    closeSync(file);
    renameSync(`${path}.new`, path);
    file = openSync(path, 'a', 0o600);
    lines = values.size;
  }

  return {
    get: (key) => values.get(key),
    put(key, value) {
      values.set(key, value);
      write([key, value]);
    },
    delete(key) {
      if (values.delete(key)) write([key]);
    },
    entries: (prefix) => [...values].filter(([key]) => key.startsWith(prefix)),
    close() {
      flush();
      closeSync(file);
    },
  };
}

/** The last line of a process that was killed while it wrote: the entry never counted, and nothing may be added to it. */
function cutTornLine(path: string): void {
  if (!existsSync(path)) return;
  const written = readFileSync(path);
  const end = written.lastIndexOf('\n') + 1;
  if (end < written.length) truncateSync(path, end);
}

function readJournal(path: string, values: Map<string, unknown>): number {
  if (!existsSync(path)) return 0;
  let lines = 0;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    const entry = parseLine(line);
    if (entry === null) throw new DamagedDataError(path);
    lines++;
    if (entry.length > 1) values.set(String(entry[0]), entry[1]);
    else values.delete(String(entry[0]));
  }
  return lines;
}

/** null: no entry. */
function parseLine(line: string): unknown[] | null {
  try {
    const parsed: unknown = JSON.parse(line);
    return Array.isArray(parsed) && typeof parsed[0] === 'string' ? parsed : null;
  } catch {
    // No JSON: nothing that was written here.
    return null;
  }
}
