export interface Stoppable {
  name: string;
  /** What is kept for it however long the others take; 500 ms unless it says otherwise. */
  leastMs?: number;
  /** Stops it, by force after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** The longest that one part may take of what all share. */
const longestMs = 3_200;
/** Between the end of a part's grace and the moment it is no longer waited for: what force takes. */
const forceMs = 200;

/**
 * What was started, to be stopped in reverse order. All together takes at most `budgetMs`, or what is kept for every
 * part where that is more.
 */
export async function stopInReverse(
  parts: readonly Stoppable[],
  budgetMs: number,
  say: (sentence: string) => void,
): Promise<void> {
  const deadline = Date.now() + budgetMs;
  let keptMs = parts.reduce((total, part) => total + leastOf(part), 0);
  for (const part of parts.toReversed()) {
    keptMs -= leastOf(part);
    const shareMs = Math.max(leastOf(part), Math.min(longestMs, deadline - Date.now() - keptMs));
    try {
      await within(part.stop(shareMs - forceMs), shareMs);
    } catch (error) {
      say(`${part.name} did not stop: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function leastOf({ leastMs = 500 }: Stoppable): number {
  return leastMs;
}

async function within(promise: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it took too long')), milliseconds);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
