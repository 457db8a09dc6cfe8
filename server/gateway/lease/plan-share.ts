/**
 * How many of `usable` accounts each gateway should hold, given how many each holds now: as equally as it goes, the
 * larger parts to those that hold more already, so that nothing moves without need. Every gateway that sees the same
 * numbers comes to the same answer.
 */
export function planShares(
  gateways: readonly { owner: string; held: number }[],
  usable: number,
): Map<string, number> {
  const ordered = gateways.toSorted(
    (one, other) => other.held - one.held || (one.owner < other.owner ? -1 : 1),
  );
  const part = Math.floor(usable / Math.max(1, ordered.length));
  const larger = usable - part * ordered.length;
  return new Map(ordered.map(({ owner }, place) => [owner, place < larger ? part + 1 : part]));
}

/** Half of what is too much goes in one round: what runs for those accounts has to begin anew elsewhere. */
export function planGiveBack(held: number, share: number): number {
  return held > share ? Math.ceil((held - share) / 2) : 0;
}
