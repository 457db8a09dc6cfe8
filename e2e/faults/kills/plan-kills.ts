/** Blows against processes: which, when and how is decided beforehand from a seed, so that a run can be had again. */
import { createRandom } from '#sandbox/world/random.ts';

/** `kill` is kill -9, `pause` SIGSTOP and later SIGCONT, `restart` an orderly end; the process starts again by itself. */
export type BlowKind = 'kill' | 'pause' | 'restart';

export interface PlannedBlow {
  /** After the beginning of the run. */
  atMs: number;
  victim: string;
  kind: BlowKind;
  /** How long a pause lasts; 0 for the others. */
  forMs: number;
}

export interface KillPlan {
  seed: number;
  victims: readonly string[];
  kinds: readonly [BlowKind, ...BlowKind[]];
  count: number;
  withinMs: number;
  /** How long pauses last, from and to. */
  pauseMs?: readonly [number, number];
}

/**
 * Spreads `count` blows over the time, one in each equal part of it, and over the victims in random rounds, so that
 * every victim is hit as often as every other. The same plan for the same seed.
 */
export function planKills(plan: KillPlan): PlannedBlow[] {
  const random = createRandom(`kills:${plan.seed}`);
  const [shortest, longest] = plan.pauseMs ?? [1_000, 5_000];
  const partMs = plan.withinMs / plan.count;
  let round: string[] = [];
  return Array.from({ length: plan.count }, (_, index) => {
    if (round.length === 0) round = shuffle(plan.victims, random.next);
    const victim = round.pop() ?? '';
    const kind = random.pick(plan.kinds);
    const atMs = Math.round((index + 0.1 + random.next() * 0.8) * partMs);
    return { atMs, victim, kind, forMs: kind === 'pause' ? random.integer(shortest, longest) : 0 };
  });
}

function shuffle(given: readonly string[], next: () => number): string[] {
  const shuffled = [...given];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] ?? '', shuffled[last] ?? ''];
  }
  return shuffled;
}
