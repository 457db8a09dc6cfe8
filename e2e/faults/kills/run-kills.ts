import { setTimeout as delay } from 'node:timers/promises';
import type { BlowKind, PlannedBlow } from './plan-kills.ts';

export interface DealtBlow extends PlannedBlow {
  /** Unix milliseconds. */
  at: number;
  /** The process that was hit; null: it was down already. */
  pid: number | null;
}

/** What can be hit: a process that somebody starts again. */
export interface Victim {
  /** Deals the blow; returns the process it met. A pause is over when it resolves. */
  strike(kind: BlowKind, forMs: number): Promise<number | null>;
}

/** Carries a plan out in real time and says each blow. Resolves when the last one is over. */
export async function runKills(
  plan: readonly PlannedBlow[],
  victims: ReadonlyMap<string, Victim>,
  say: (sentence: string) => void,
): Promise<DealtBlow[]> {
  const begun = performance.now();
  const dealt: DealtBlow[] = [];
  const pauses: Promise<unknown>[] = [];
  for (const blow of plan) {
    await delay(Math.max(0, blow.atMs - (performance.now() - begun)));
    const victim = victims.get(blow.victim);
    if (victim === undefined) throw new Error(`There is no process ${blow.victim} to hit.`);
    const at = Date.now();
    const strike = victim.strike(blow.kind, blow.forMs).then((pid) => {
      dealt.push({ ...blow, at, pid });
      const length = blow.kind === 'pause' ? ` for ${blow.forMs} ms` : '';
      say(
        `${new Date(at).toISOString()} +${blow.atMs} ms: ${blow.kind} ${blow.victim} (${pid ?? 'down'})${length}`,
      );
    });
    // A paused process must not keep the next blow from its time.
    if (blow.kind === 'pause') pauses.push(strike);
    else await strike;
  }
  await Promise.all(pauses);
  return dealt;
}

/** How many blows met each process. */
export function countKills(dealt: readonly DealtBlow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { victim, pid } of dealt) if (pid !== null) counts[victim] = (counts[victim] ?? 0) + 1;
  return counts;
}
