/** Ids that one call may ask for. */
const callSize = 100;
/** Right above what is known every id is asked for: where nothing is there, nothing was published since. */
const nearby = 50;
const windowSize = 5;
const windows = (callSize - nearby) / windowSize;
/** A reach of 50,000 ids a call; a channel of ten million is found in a few dozen. */
const mostCalls = 60;

/**
 * Finds the largest message id of a channel for a reader that may only ask for messages by their ids: `present` answers
 * with those of at most 100 ids that are there. Each call asks for all ids right above the largest known one and for
 * small windows ever farther away, which halves the way left; the windows lie elsewhere at every look, so that no gap of
 * deleted messages hides what follows it for long. Returns 0 for a channel without messages.
 */
export async function findNewestId(
  present: (ids: readonly number[]) => Promise<readonly number[]>,
  known: number,
  random: () => number,
): Promise<number> {
  let newest = known;
  for (let calls = 0; calls < mostCalls; calls += 1) {
    const found = await present(idsToTry(newest, random));
    const highest = found.reduce((most, id) => Math.max(most, id), newest);
    if (highest === newest) return newest;
    newest = highest;
  }
  return newest;
}

/** Ascending, all above `from`. */
export function idsToTry(from: number, random: () => number): number[] {
  const ids = Array.from({ length: nearby }, (_, index) => from + 1 + index);
  for (let window = 0; window < windows; window += 1) {
    const nearest = nearby * 2 ** window;
    const first = from + 1 + nearest + Math.floor(random() * (nearest - windowSize + 1));
    for (let step = 0; step < windowSize; step += 1) ids.push(first + step);
  }
  return ids.filter((id) => id <= greatestId);
}

const greatestId = 2 ** 31 - 1;
