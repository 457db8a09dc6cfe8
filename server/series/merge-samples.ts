import { hasEqualCounts, type Sample } from './sample.ts';

/**
 * Readings of one post in any order, from any number of sources → its curve: ascending, one reading an instant (the
 * first given wins, so what is stored goes first), and of each stretch of equal counts only its first and last reading.
 * Merging what is merged changes nothing, and the order of late readings does not matter.
 */
export function mergeSamples(readings: readonly Sample[]): Sample[] {
  const byInstant = new Map<number, Sample>();
  for (const reading of readings) if (!byInstant.has(reading.at)) byInstant.set(reading.at, reading);
  const curve: Sample[] = [];
  for (const reading of [...byInstant.values()].sort((one, other) => one.at - other.at)) {
    const last = curve.at(-1);
    const beforeLast = curve.at(-2);
    const isInside =
      last !== undefined &&
      beforeLast !== undefined &&
      hasEqualCounts(beforeLast, last) &&
      hasEqualCounts(last, reading);
    if (isInside) curve[curve.length - 1] = reading;
    else curve.push(reading);
  }
  return curve;
}
