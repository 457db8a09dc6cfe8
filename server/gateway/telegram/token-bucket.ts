export interface TokenBucket {
  /**
   * Takes one token at `now` (milliseconds) and returns 0; or, when there is none, takes nothing that is far away and
   * returns how many milliseconds are missing. A wait of at most {@link bookableMs} is booked: the token is then taken.
   * Whoever leaves a `reserve` waits until more tokens than that are there.
   */
  take(now: number, reserve?: number): number;
}

/**
 * A wait up to this is booked for the caller, who waits for it; a longer one leaves the bucket as it is. No job may keep
 * its place in the queue for longer.
 */
export const bookableMs = 1_000;

/** Creates a bucket that is full at `startedAt`. Time is a parameter, so that tests need no clock. */
export function createTokenBucket(
  budget: { capacity: number; perSecond: number },
  startedAt: number,
): TokenBucket {
  let tokens = budget.capacity;
  let at = startedAt;
  return {
    take(now, reserve = 0) {
      tokens = Math.min(budget.capacity, tokens + (Math.max(0, now - at) / 1_000) * budget.perSecond);
      at = Math.max(at, now);
      const missing = Math.max(0, 1 + reserve - tokens);
      const waitMs = (missing / budget.perSecond) * 1_000;
      if (waitMs <= bookableMs) tokens -= 1;
      return waitMs;
    },
  };
}
