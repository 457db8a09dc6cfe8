import { readFileSync } from 'node:fs';

/** What a log complained of last, in one sentence without a stack; the last line where it complained of nothing. */
export function lastProblem(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n');
  for (const line of lines.toReversed()) {
    const problem = problemOf(line);
    if (problem !== null) return problem;
  }
  return lines.at(-1) ?? '';
}

/** null: the line is no warning or error of our structured logs. */
function problemOf(line: string): string | null {
  if (!line.startsWith('{')) return null;
  try {
    const { level, msg, err } = JSON.parse(line) as {
      level?: string;
      msg?: string;
      err?: { message?: string };
    };
    if (level !== 'warn' && level !== 'error') return null;
    return [msg, err?.message].filter((part) => part !== undefined).join(': ');
  } catch {
    // Half a line: the program is still writing it.
    return null;
  }
}
