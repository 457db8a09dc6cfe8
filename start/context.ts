import type { StartOptions } from './arguments.ts';
import type { Mode } from './mode.ts';
import type { Variables } from './settings/env-file.ts';
import type { Stoppable } from './stop-stack.ts';

/** What every step of the start works with. */
export interface StartContext {
  root: string;
  mode: Mode;
  /** `.data/MODE`: what this mode keeps. */
  dataDirectory: string;
  logDirectory: string;
  options: StartOptions;
  /** What the operator wrote; empty without a `.env`. */
  configuration: Variables;
  /** What every child needs of our own environment. */
  system: Variables;
  /** Aborted when the start is given up. */
  controller: AbortController;
  /** What was started is added here at once, so that it is stopped whatever happens later. */
  parts: Stoppable[];
  say: (sentence: string) => void;
}

/** How long one step may take before the start is given up. */
export const stepDeadlineMs = 60_000;
