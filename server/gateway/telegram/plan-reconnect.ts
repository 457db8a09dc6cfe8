/** What is remembered of a session's connections; times in milliseconds. */
export interface ConnectionHistory {
  /** Attempts and lives in a row that came to nothing: what the short waits double with. */
  failures: number;
  /** When connections that had not lived long were lost, within the window. */
  shortLives: readonly number[];
  /** Long waits since a connection last lived long: what the long waits double with. */
  longWaits: number;
}

export const noHistory: ConnectionHistory = { failures: 0, shortLives: [], longWaits: 0 };

/** What is remembered from now on, and how long to wait before the next attempt, in milliseconds. */
export interface Reconnect {
  history: ConnectionHistory;
  waitMs: number;
}

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

/** A connection that did not last this long counts as a failed one, or a server that hangs up would be called for ever. */
const steadyMs = 10_000;

/** So many connections that were lost soon are replaced within the window; the next loss is followed by a long wait. */
const reconnectBudget = 3;
const windowMs = 10 * 60_000;
/** Lost soon: whoever always lives this long cannot use up the budget. */
const longLifeMs = windowMs / reconnectBudget;

const firstLongWaitMs = 60_000;
const longestLongWaitMs = 30 * 60_000;

/** No connection could be made: 1 s doubling to 60 s, so that a Telegram that was away is found again within seconds. */
export function planAfterRefusal(history: ConnectionHistory, random: number): Reconnect {
  const waitMs = Math.min(firstWaitMs * 2 ** history.failures, longestWaitMs);
  return { history: { ...history, failures: history.failures + 1 }, waitMs: waitMs * jitter(random) };
}

/**
 * A connection that was there was lost at `now`. One that had lived long is replaced at once: that is a restart at the
 * other end. One that was lost soon costs the budget of three in ten minutes; over it, or in the first 200 s after a
 * long wait, something is wrong that calling again and again makes worse: 1 min doubling to 30 min. Attempts that were
 * refused cost no budget, because nothing was built up.
 */
export function planAfterLoss(
  history: ConnectionHistory,
  life: { connectedAt: number; now: number },
  random: number,
): Reconnect {
  const livedMs = life.now - life.connectedAt;
  if (livedMs >= longLifeMs) return { history: noHistory, waitMs: 0 };
  const shortLives = [...history.shortLives.filter((at) => at > life.now - windowMs), life.now];
  if (shortLives.length > reconnectBudget || history.longWaits > 0) {
    const waitMs = Math.min(firstLongWaitMs * 2 ** history.longWaits, longestLongWaitMs);
    const longWaits = history.longWaits + 1;
    return { history: { failures: 0, shortLives, longWaits }, waitMs: waitMs * jitter(random) };
  }
  const known = { ...history, shortLives };
  return livedMs < steadyMs
    ? planAfterRefusal(known, random)
    : { history: { ...known, failures: 0 }, waitMs: 0 };
}

/** Between three and five quarters: sessions that were lost together do not come back together. */
function jitter(random: number): number {
  return 0.75 + random / 2;
}
