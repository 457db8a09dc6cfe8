export interface ExpectedEffect {
  updateId: number;
  token: string;
}

/** What became of one stream's effects; numbers are ids of updates. */
export interface Alignment {
  lost: number[];
  doubled: number[];
  /** Came after the effect of a later update. */
  inverted: number[];
  /** Seen, but nobody asked for them. */
  foreign: string[];
}

/**
 * Lays what was seen beside what was expected, in order. Tokens may come again in a stream, so neighbours must differ:
 * an effect seen twice in a row is then a repetition, and one that is missing leaves a gap.
 */
export function alignStream(expected: readonly ExpectedEffect[], seen: readonly string[]): Alignment {
  const alignment: Alignment = { lost: [], doubled: [], inverted: [], foreign: [] };
  let skipped: ExpectedEffect[] = [];
  let next = 0;
  for (const token of seen) {
    const previous = expected[next - 1];
    const late = skipped.find((effect) => effect.token === token);
    const ahead = expected.findIndex((effect, index) => index >= next && effect.token === token);
    if (ahead === next) next += 1;
    else if (previous?.token === token) alignment.doubled.push(previous.updateId);
    else if (late !== undefined) {
      alignment.inverted.push(late.updateId);
      skipped = skipped.filter((effect) => effect !== late);
    } else if (ahead > next) {
      skipped.push(...expected.slice(next, ahead));
      next = ahead + 1;
    } else {
      const before = expected.slice(0, next).findLast((effect) => effect.token === token);
      if (before === undefined) alignment.foreign.push(token);
      else alignment.doubled.push(before.updateId);
    }
  }
  alignment.lost.push(...[...skipped, ...expected.slice(next)].map(({ updateId }) => updateId));
  return alignment;
}
