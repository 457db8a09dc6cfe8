/** The value below which the share `at` (0…1) of values lies, linear between neighbours; null of nothing. */
export function quantileOf(values: readonly number[], at: number): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  const position = at * (sorted.length - 1);
  const lower = sorted[Math.floor(position)];
  const upper = sorted[Math.ceil(position)];
  if (lower === undefined || upper === undefined) return null;
  return lower + (upper - lower) * (position - Math.floor(position));
}
