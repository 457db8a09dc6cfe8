import type { RepostKind } from './classify-reposts.ts';
import { type DatedPost, reachOver } from './reach-over.ts';
import type { ViewsCurve } from './views-at.ts';

/** Median views of two windows of equal length, at one age of their posts. */
export interface ReachThenAndNow {
  current: number;
  previous: number;
  ageHours: number;
  n: number;
  previousN: number;
}

/** With fewer posts on either side nothing is compared. */
const fewest = 5;
/** Ages at which two windows are compared, the first that both know. Younger than an hour says nothing. */
const agesHours = [24, 12, 6, 3, 1] as const;

/**
 * Compares a window with the equally long one before it, at equal age only: views at 24 h, or, where posts are too young
 * for it, at the greatest of 12, 6, 3 and 1 h that five posts of both windows are known at. Null without them, and when
 * the channel was not observed from the beginning of the window before (`observedFrom`).
 */
export function compareWithPrevious(
  posts: readonly DatedPost[],
  kinds: ReadonlyMap<number, RepostKind>,
  curves: ReadonlyMap<number, ViewsCurve>,
  window: { from: Date; to: Date },
  observedFrom: Date,
): ReachThenAndNow | null {
  const lengthMs = window.to.getTime() - window.from.getTime();
  // Both borders belong to a window, and no post to two.
  const before = {
    from: new Date(window.from.getTime() - lengthMs),
    to: new Date(window.from.getTime() - 1),
  };
  if (observedFrom > before.from) return null;
  for (const ageHours of agesHours) {
    const current = reachOver(posts, kinds, curves, window, ageHours);
    const previous = reachOver(posts, kinds, curves, before, ageHours, { now: window.to });
    if (current.median === null || previous.median === null) continue;
    if (current.n < fewest || previous.n < fewest) continue;
    return {
      current: current.median,
      previous: previous.median,
      ageHours,
      n: current.n,
      previousN: previous.n,
    };
  }
  return null;
}
