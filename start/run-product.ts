import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StartOptions } from './arguments.ts';
import { lockFolder } from './lock.ts';
import { chooseMode } from './mode.ts';
import { readConfiguration, systemVariables } from './settings/env-file.ts';
import { listenForStop } from './signals.ts';
import { startParts } from './start-parts.ts';
import { type Stoppable, stopInReverse } from './stop-stack.ts';

/** From the wish to the end; the bar is 10 s. */
const stopBudgetMs = 9_300;

/** Starts everything, says that it is ready, waits to be stopped, and stops everything in reverse order. */
export async function runProduct(root: string, options: StartOptions, startedAt: number): Promise<void> {
  const configuration = readConfiguration(root, process.env);
  const mode = chooseMode(configuration);
  const dataDirectory = join(root, '.data', mode.name);
  mkdirSync(dataDirectory, { recursive: true });
  const instanceFile = join(dataDirectory, 'instance.json');
  const unlock = await lockFolder(join(root, '.data', 'start.lock'));
  const say = (sentence: string): void => {
    process.stdout.write(`${((Date.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s  ${sentence}\n`);
  };
  const stop = listenForStop();
  const controller = new AbortController();
  const parts: Stoppable[] = [];
  let reason: string | null = null;
  let stoppingSince = 0;
  void stop.asked.then((asked) => {
    reason = asked;
    stoppingSince = Date.now();
    controller.abort();
  });
  try {
    const { names, ...instance } = await startParts({
      ...{ root, mode, dataDirectory, options, configuration, controller, parts, say },
      logDirectory: join(dataDirectory, 'logs'),
      system: systemVariables(process.env),
    });
    writeFileSync(instanceFile, JSON.stringify({ pid: process.pid, ...instance }, null, 2), { mode: 0o600 });
    const readySeconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
    process.stdout.write(
      `Ready in ${readySeconds} s: ${instance.url}\n${hint(names)}Ctrl-C stops everything.\n`,
    );
    await stop.asked;
  } catch (error) {
    // What was interrupted on purpose fails too, and that is not worth a word.
    if (reason === null) throw error;
  } finally {
    if (parts.length > 0) say(reason === null ? 'stopping' : `${reason}: stopping`);
    const spentMs = stoppingSince === 0 ? 0 : Date.now() - stoppingSince;
    await stopInReverse(parts, stopBudgetMs - spentMs, say);
    rmSync(instanceFile, { force: true });
    unlock();
  }
  say('stopped');
}

/** What to write into the chat first. */
function hint([first, ...others]: string[]): string {
  if (first === undefined) return '';
  return `Try: /stats ${first}${others.length === 0 ? '' : ` (also ${others.join(', ')})`}\n`;
}
