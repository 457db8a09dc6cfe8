/**
 * The promises of the product (docs/reliability.md), each tried on a stage: what it is, what is done, and the figures
 * that show whether it was kept. The short form runs with the tests, the full one by `npm run soak`.
 */
import type { Figure } from '#bench/figure.ts';
import type { ProxiedPart, Stage } from '../stage/stage.ts';

export interface TriedPromise {
  title: string;
  /** Proxies it needs. */
  proxied: readonly ProxiedPart[];
  /** How long the full form takes, in seconds; null: as long as its fixed number of steps takes. */
  fullSeconds: number | null;
  run(stage: Stage, trial: Trial): Promise<Outcome>;
}

export interface Trial {
  seed: number;
  form: 'short' | 'full';
  /** Of the full form; what the promise says where nobody wished otherwise. */
  seconds: number;
  /** Where the ledger is kept; null: in memory alone. */
  ledgerFile: string | null;
  say(sentence: string): void;
}

/** What a run did, for the lines of the report. Absent: the promise has nothing of the kind. */
export interface FaultCounts {
  updates?: { sent: number; lost: number; doubled: number };
  kills?: Record<string, number>;
  databaseCrashes?: number;
  halfOpenPeriods?: number;
  leases?: { handOvers: number; overlaps: number };
  floodWaits?: { count: number; earlyCalls: number };
}

export interface Outcome {
  counts: FaultCounts;
  /** A figure that is not ok is a broken promise. */
  figures: Figure[];
  /** One sentence for each thing that went wrong, with what is needed to look for its cause. */
  findings: string[];
}
