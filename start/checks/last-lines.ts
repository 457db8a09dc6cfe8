/** What came of everything that was checked. */
export interface Outcome {
  passed: number;
  /** One entry for each failure; a test's stands in vitest's own report. */
  failed: string[];
  /** What was skipped, each with its reason. */
  skipped: string[];
}

/** The end of `npm test`: what failed and what was skipped by name, and as the very last line `N passed, N failed`. */
export function lastLinesOf({ passed, failed, skipped }: Outcome, elapsedMs: number): string[] {
  return [
    `All of it took ${Math.round(elapsedMs / 1_000)} s.`,
    ...failed.filter((name) => !name.startsWith('a test')).map((name) => `Failed: ${name}`),
    ...skipped.map((sentence) => `Skipped: ${sentence}`),
    ...(skipped.length === 0 ? [] : [`${skipped.length} skipped`]),
    `${passed} passed, ${failed.length} failed`,
  ];
}
