import { StartError } from '../start-error.ts';
import { type Child, type ChildOptions, lastLines, type Program, startChild } from './child.ts';
import { lastProblem } from './last-problem.ts';

/** A program that is kept running until it is stopped. */
export interface Supervised {
  name: string;
  stop(graceMs: number): Promise<void>;
}

export interface SuperviseOptions extends Omit<ChildOptions, 'isRestart'> {
  /** How long it may take until it is ready. */
  startDeadlineMs: number;
  say: (sentence: string) => void;
  /** Aborted: the start is given up, and a child that is not ready yet is stopped. */
  signal: AbortSignal;
}

const shortestPauseMs = 1_000;
const longestPauseMs = 30_000;
/** A child that has run this long starts again after the shortest pause. */
const steadyMs = 60_000;

/**
 * Starts `program` and waits until it is ready. One that dies before that ends the start with {@link StartError};
 * later it is said and started again, after pauses that double from 1 to 30 s.
 */
export async function supervise(program: Program, options: SuperviseOptions): Promise<Supervised> {
  let child = startChild(program, { ...options, isRestart: false });
  await expectReady(child, options);
  let isStopping = false;
  let wake: (() => void) | undefined;
  const watch = async (): Promise<void> => {
    let pauseMs = shortestPauseMs;
    for (;;) {
      const startedAt = Date.now();
      const { words } = await child.ended;
      if (isStopping) return;
      if (Date.now() - startedAt > steadyMs) pauseMs = shortestPauseMs;
      options.say(
        `${program.name} ${words}; it starts again in ${pauseMs / 1_000} s (log: ${child.logFile})`,
      );
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, pauseMs);
      });
      if (isStopping) return;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      child = startChild(program, { ...options, isRestart: true });
      void child.ready.then(() => options.say(`${program.name} is back`));
    }
  };
  const watching = watch();
  return {
    name: program.name,
    stop: async (graceMs) => {
      isStopping = true;
      wake?.();
      await child.stop(graceMs);
      await watching;
    },
  };
}

async function expectReady(child: Child, options: SuperviseOptions): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), options.startDeadlineMs);
    options.signal.addEventListener('abort', () => resolve('late'));
    if (options.signal.aborted) resolve('late');
  });
  const outcome = await Promise.race([child.ready.then(() => 'ready' as const), child.ended, late]);
  clearTimeout(timer);
  if (outcome === 'ready') return;
  if (outcome === 'late') {
    await child.stop(2_000);
    throw new StartError(
      `${child.name} was not ready after ${options.startDeadlineMs / 1_000} s. ` +
        `Its last words: ${lastProblem(child.logFile)}\nIts log is ${child.logFile}.`,
    );
  }
  throw new StartError(`${child.name} ${outcome.words}:\n${lastLines(child.logFile, 8)}`);
}
