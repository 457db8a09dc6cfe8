import type { ReactionCounts } from '#contract/post.ts';

/** Sums reactions per emoji over the items of an album; null when no item says anything about reactions. */
export function mergeCounts(counts: readonly (ReactionCounts | null)[]): ReactionCounts | null {
  const said = counts.filter((each) => each !== null);
  const [only] = said;
  if (only === undefined) return null;
  if (said.length === 1) return only;
  const merged: ReactionCounts = {};
  for (const each of said) {
    for (const [reaction, count] of Object.entries(each)) merged[reaction] = (merged[reaction] ?? 0) + count;
  }
  return merged;
}
