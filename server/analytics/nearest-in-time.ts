/** Something at an instant, in milliseconds; `id` settles ties. */
export interface Timed {
  at: number;
  id: number;
}

/**
 * The `limit` entries nearest to the instant `at` by absolute distance, then by id, none farther away than `withinMs`.
 * `sorted` ascends by `at`. Looks only at the neighbourhood, so that many questions to a long list stay cheap.
 */
export function nearestInTime<Entry extends Timed>(
  sorted: readonly Entry[],
  at: number,
  limit: number,
  withinMs: number,
): Entry[] {
  let right = firstNotBefore(sorted, at);
  let left = right - 1;
  const found: Entry[] = [];
  let farthestMs = 0;
  for (;;) {
    const before = sorted[left];
    const after = sorted[right];
    const beforeMs = before === undefined ? Number.POSITIVE_INFINITY : at - before.at;
    const afterMs = after === undefined ? Number.POSITIVE_INFINITY : after.at - at;
    const distanceMs = Math.min(beforeMs, afterMs);
    // Entries as far away as the last one needed are collected too: the smaller id wins among them.
    if (distanceMs > withinMs || (found.length >= limit && distanceMs > farthestMs)) break;
    const next = beforeMs <= afterMs ? before : after;
    if (next === undefined) break;
    if (beforeMs <= afterMs) left -= 1;
    else right += 1;
    found.push(next);
    farthestMs = distanceMs;
  }
  return found
    .toSorted((one, other) => Math.abs(one.at - at) - Math.abs(other.at - at) || one.id - other.id)
    .slice(0, limit);
}

function firstNotBefore(sorted: readonly Timed[], at: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = sorted[middle];
    if (entry !== undefined && entry.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
