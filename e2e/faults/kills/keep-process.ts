import { setTimeout as delay } from 'node:timers/promises';
import { type Child, lastLines, type Program, startChild } from '#start/processes/child.ts';
import type { BlowKind } from './plan-kills.ts';
import type { Victim } from './run-kills.ts';

export interface KeptProcess extends Victim {
  name: string;
  /** null: it is down at the moment. */
  pid(): number | null;
  /** Resolves when the present process, or the next one, is ready. */
  ready(): Promise<void>;
  /** Ends that nobody asked for, each with the last lines of the log. */
  unasked(): readonly string[];
  stop(): Promise<void>;
}

export interface KeepOptions {
  root: string;
  logDirectory: string;
  /** Between an end and the next start; what pm2 waits the first time by default. */
  restartPauseMs?: number;
}

const graceMs = 8_000;

/** Runs a program and starts it again whenever it ends, as pm2 does, but lets itself be hit. */
export function keepProcess(program: Program, options: KeepOptions): KeptProcess {
  const { restartPauseMs = 200, ...childOptions } = options;
  const unasked: string[] = [];
  let isStopping = false;
  let isAsked = false;
  let isUp = true;
  let child: Child = startChild(program, { ...childOptions, isRestart: false });

  async function watch(): Promise<void> {
    for (;;) {
      const { words } = await child.ended;
      isUp = false;
      if (isStopping) return;
      if (!isAsked) unasked.push(`${program.name} ${words}: ${lastLines(child.logFile, 5)}`);
      isAsked = false;
      await delay(restartPauseMs);
      if (isStopping) return;
      child = startChild(program, { ...childOptions, isRestart: true });
      isUp = true;
    }
  }
  const watching = watch();

  async function ready(): Promise<void> {
    for (;;) {
      const present = child;
      await Promise.race([present.ready, present.ended]);
      if (isUp && present === child) return;
      await delay(20);
    }
  }

  return {
    name: program.name,
    pid: () => (isUp ? child.pid : null),
    ready,
    unasked: () => unasked,
    async strike(kind: BlowKind, forMs: number) {
      if (!isUp) return null;
      const struck = child;
      if (kind === 'pause') {
        process.kill(struck.pid, 'SIGSTOP');
        await Promise.race([delay(forMs), struck.ended]);
        if (struck === child && isUp) process.kill(struck.pid, 'SIGCONT');
        return struck.pid;
      }
      isAsked = true;
      if (kind === 'kill') {
        process.kill(struck.pid, 'SIGKILL');
        await struck.ended;
      } else await struck.stop(graceMs);
      return struck.pid;
    },
    async stop() {
      isStopping = true;
      if (isUp) await child.stop(graceMs);
      await watching;
    },
  };
}
