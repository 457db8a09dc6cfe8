import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { ReadStream } from 'node:tty';

/** Lines that came together with the one before: a pipe may deliver all of them at once. */
const waiting = new WeakMap<NodeJS.ReadableStream, string[]>();

/**
 * Reads one line of `input`; null: it has ended. On a terminal the line can be edited, and a hidden one is not shown on
 * `output` while it is typed.
 */
export async function readLine(
  input: NodeJS.ReadableStream & Partial<Pick<ReadStream, 'isTTY'>>,
  output: NodeJS.WritableStream,
  isHidden: boolean,
): Promise<string | null> {
  const left = waiting.get(input) ?? [];
  const next = left.shift();
  if (next !== undefined) return next;
  const isTerminal = input.isTTY === true;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: isHidden ? silent : output, terminal: isTerminal });
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      left.push(line);
      resolve();
    });
    lines.once('close', () => resolve());
    // Ctrl+C ends the program, as it does everywhere else.
    lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  });
  lines.close();
  waiting.set(input, left);
  if (isHidden && isTerminal) output.write('\n');
  return left.shift() ?? null;
}
