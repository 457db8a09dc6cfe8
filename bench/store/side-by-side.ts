/** Milliseconds of one turn of each, medians over all rounds. */
export interface SideBySide {
  referenceMs: number;
  oursMs: number;
}

/**
 * Measures a reference and ours in turn, so that a busy moment of the machine meets both. In a round each is run as often
 * as it is told; `turn` counts on, so that both are asked about the same things.
 */
export async function sideBySide(
  rounds: number,
  reference: { times: number; run(turn: number): Promise<unknown> },
  ours: { times: number; run(turn: number): Promise<unknown> },
): Promise<SideBySide> {
  const measured = { reference: [] as number[], ours: [] as number[] };
  // Plans and pages that both need are there before anything counts.
  await reference.run(0);
  await ours.run(0);
  for (let round = 0; round < rounds; round += 1) {
    await repeat(reference, round, measured.reference);
    await repeat(ours, round, measured.ours);
  }
  return { referenceMs: median(measured.reference), oursMs: median(measured.ours) };
}

async function repeat(
  { times, run }: { times: number; run(turn: number): Promise<unknown> },
  round: number,
  into: number[],
): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const begun = performance.now();
    await run(1 + round * times + time);
    into.push(performance.now() - begun);
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
