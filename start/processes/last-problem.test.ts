import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lastProblem } from './last-problem.ts';

const directory = mkdtempSync(join(tmpdir(), 'channel-pulse-problem-'));

function problemIn(...lines: string[]): string {
  const file = join(directory, 'some.log');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return lastProblem(file);
}

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('lastProblem', () => {
  it('gives the last warning or error with its cause, past what is only said', () => {
    const warning = {
      level: 'warn',
      msg: 'Telegram does not answer',
      err: { message: 'ECONNREFUSED', stack: 'at' },
    };
    const older = { level: 'error', msg: 'older' };
    expect(
      problemIn(JSON.stringify(older), JSON.stringify(warning), '{"level":"info","msg":"on"}', '{"lev'),
    ).toBe('Telegram does not answer: ECONNREFUSED');
  });

  it('gives the last line of a log that complains of nothing', () => {
    expect(problemIn('one', 'two')).toBe('two');
    expect(problemIn()).toBe('');
  });
});
