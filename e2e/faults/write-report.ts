import type { Figure } from '#bench/figure.ts';
import type { FaultCounts } from './promises/tried-promise.ts';

/** Everything one run has to say. */
export interface SoakReport {
  name: string;
  title: string;
  seed: number;
  wallSeconds: number;
  /** Of the last minute, before and after the run; and how many processors there are. */
  load: { before: number; after: number; processors: number };
  counts: FaultCounts;
  figures: readonly Figure[];
  findings: readonly string[];
}

/** The line set that reliability.md asks for: what was done, what came of it, and under which circumstances. */
export function writeReport({
  name,
  title,
  seed,
  wallSeconds,
  load,
  counts,
  findings,
}: SoakReport): string[] {
  const { updates, kills, databaseCrashes, halfOpenPeriods, leases, floodWaits } = counts;
  const line = (what: string, ...numbers: (number | string)[]): string =>
    `${what.padEnd(30)} ${numbers.join(' / ')}`;
  return [
    `${name}: ${title}`,
    ...(updates ? [line('updates sent / lost / doubled', updates.sent, updates.lost, updates.doubled)] : []),
    ...(kills ? [line('kills by process', writeKills(kills))] : []),
    ...(databaseCrashes === undefined ? [] : [line('DB crashes', databaseCrashes)]),
    ...(halfOpenPeriods === undefined ? [] : [line('half-open periods', halfOpenPeriods)]),
    ...(leases ? [line('lease hand-overs / overlaps', leases.handOvers, leases.overlaps)] : []),
    ...(floodWaits ? [line('flood waits / early calls', floodWaits.count, floodWaits.earlyCalls)] : []),
    line('wall time', `${Math.round(wallSeconds)} s`),
    line('seed', seed),
    line('machine load', `${load.before} before, ${load.after} after, ${load.processors} processors`),
    ...findings.map((finding) => `! ${finding}`),
  ];
}

function writeKills(kills: Record<string, number>): string {
  const parts = Object.entries(kills).map(([process, count]) => `${process} ${count}`);
  return parts.length === 0 ? '0' : parts.join(', ');
}
