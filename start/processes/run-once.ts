import { StartError } from '../start-error.ts';
import { type ChildOptions, lastLines, type Program, startChild } from './child.ts';

/** Runs a program to its end; one that fails ends the start with the last lines it wrote. */
export async function runOnce(
  program: Program,
  options: Omit<ChildOptions, 'isRestart'> & { deadlineMs: number; signal: AbortSignal },
): Promise<void> {
  const child = startChild(program, { ...options, isRestart: false });
  const late = setTimeout(() => void child.stop(2_000), options.deadlineMs);
  options.signal.addEventListener('abort', () => void child.stop(2_000));
  const { code, words } = await child.ended;
  clearTimeout(late);
  if (code !== 0) throw new StartError(`${program.name} ${words}:\n${lastLines(child.logFile, 12)}`);
}
