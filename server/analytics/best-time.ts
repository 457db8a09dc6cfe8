import type { EligiblePost } from './eligible-posts.ts';
import { createLocalClock } from './local-time.ts';
import { medianOf } from './mean-and-median.ts';
import { nearestInTime } from './nearest-in-time.ts';

/** What posts of a time gathered against their neighbours: 1.2 is a fifth more. */
export interface Lift {
  /** Median over the posts of views ÷ the median of their 30 neighbours. */
  lift: number;
  n: number;
}

/** An hour of the week, 0 is Monday; `block`: too few posts then, so the three hours around it that begin at 0, 3, 6 … */
export interface TimeCell extends Lift {
  weekday: number;
  hour: number;
  basis: 'hour' | 'block';
}

/** When posts gathered more: no cause, only what was seen. */
export interface BestTime {
  /** Hours of the week that are known, in their order. */
  cells: TimeCell[];
  /** Seven, from Monday; null: fewer than three posts. */
  weekdays: (Lift | null)[];
  /** 24, from midnight. */
  hours: (Lift | null)[];
  /** The hour or block of the week with the greatest lift; null: none is known, then weekday and hour stand apart. */
  best: TimeCell | null;
  /** Posts that could be compared. */
  n: number;
}

const neighbours = 30;
const fewestNeighbours = 5;
const fewest = 3;
const blockHours = 3;

/**
 * Compares mature posts of a channel with the 30 posts nearest in time, by weekday and hour of the viewer's zone. A cell
 * needs three posts, else its block of three hours, else it is not known. Posts with fewer than five neighbours, or
 * neighbours without views, are left out.
 */
export function bestTime(
  posts: readonly Pick<EligiblePost, 'shownId' | 'postedAt' | 'views'>[],
  zone: string,
): BestTime {
  const clock = createLocalClock(zone);
  const lifts = liftsOf(posts).map(({ at, lift }) => ({ ...clock(at), lift }));
  const byHour = gather(lifts, ({ weekday, hour }) => weekday * 24 + hour);
  const byBlock = gather(lifts, ({ weekday, hour }) => weekday * 24 + toBlock(hour));
  const cells = Array.from({ length: 7 * 24 }, (_, index): TimeCell | null => {
    const [weekday, hour] = [Math.floor(index / 24), index % 24];
    const ofHour = byHour.get(index);
    if (ofHour !== undefined) return { weekday, hour, basis: 'hour', ...ofHour };
    const ofBlock = byBlock.get(weekday * 24 + toBlock(hour));
    return ofBlock === undefined ? null : { weekday, hour, basis: 'block', ...ofBlock };
  }).filter((cell) => cell !== null);
  const ofWeekday = gather(lifts, ({ weekday }) => weekday);
  const ofHour = gather(lifts, ({ hour }) => hour);
  return {
    cells,
    weekdays: Array.from({ length: 7 }, (_, weekday) => ofWeekday.get(weekday) ?? null),
    hours: Array.from({ length: 24 }, (_, hour) => ofHour.get(hour) ?? null),
    best: cells.toSorted(byLift)[0] ?? null,
    n: lifts.length,
  };
}

/** The greatest first; of equals the one that is told by its own posts. */
function byLift(left: TimeCell, right: TimeCell): number {
  return (
    right.lift - left.lift ||
    Number(left.basis === 'block') - Number(right.basis === 'block') ||
    right.n - left.n
  );
}

function toBlock(hour: number): number {
  return hour - (hour % blockHours);
}

/** Each post's views ÷ the median of its neighbours', itself not among them. */
function liftsOf(
  posts: readonly Pick<EligiblePost, 'shownId' | 'postedAt' | 'views'>[],
): { at: number; lift: number }[] {
  const sorted = posts
    .map(({ shownId, postedAt, views }) => ({ id: shownId, at: Date.parse(postedAt) / 1_000, views }))
    .toSorted((left, right) => left.at - right.at || left.id - right.id);
  return sorted.flatMap((post) => {
    const near = nearestInTime(sorted, post.at, neighbours + 1, Number.MAX_SAFE_INTEGER)
      .filter(({ id }) => id !== post.id)
      .slice(0, neighbours);
    const usual = medianOf(near.map(({ views }) => views));
    if (near.length < fewestNeighbours || usual === null || usual === 0) return [];
    return [{ at: post.at, lift: post.views / usual }];
  });
}

function gather<Entry extends { lift: number }>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => number,
): Map<number, Lift> {
  const groups = new Map<number, number[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry.lift]);
    else group.push(entry.lift);
  }
  const lifts = new Map<number, Lift>();
  for (const [key, group] of groups) {
    const lift = medianOf(group);
    if (lift !== null && group.length >= fewest) lifts.set(key, { lift, n: group.length });
  }
  return lifts;
}
