import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';

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
 * process that is killed loses nothing but the turn it was in; a torn last line is ignored. It is rewritten when most
 * of its lines are outdated.
 */
export function openKeyValueFile(path: string): KeyValueFile {
  const values = new Map<string, unknown>();
  let lines = readJournal(path, values);
  let pending = '';
  let file = openSync(path, 'a', 0o600);
  endTornLine(path, file);

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

/** What is written next must not become part of a line that a kill left unfinished. */
function endTornLine(path: string, file: number): void {
  const text = readFileSync(path);
  if (text.length > 0 && text.at(-1) !== 0x0a) appendFileSync(file, '\n');
}

function readJournal(path: string, values: Map<string, unknown>): number {
  if (!existsSync(path)) return 0;
  let lines = 0;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const entry = parseLine(line);
    if (entry === null) continue;
    lines++;
    if (entry.length > 1) values.set(String(entry[0]), entry[1]);
    else values.delete(String(entry[0]));
  }
  return lines;
}

function parseLine(line: string): unknown[] | null {
  if (line === '') return null;
  try {
    const parsed: unknown = JSON.parse(line);
    return Array.isArray(parsed) && parsed.length > 0 ? parsed : null;
  } catch {
    // The last line of a process that was killed while it wrote; the entry never counted.
    return null;
  }
}
