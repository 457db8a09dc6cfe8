import { type EligiblePost, isMature, newestFirst } from './eligible-posts.ts';

/** The one set of posts that every rate of a screen is made of. */
export interface PostSet {
  /** `window`: mature posts of the window. `newest-10`: there were too few, so the ten newest mature posts. */
  kind: 'window' | 'newest-10';
  /** Newest first. */
  posts: EligiblePost[];
}

const fewestOfWindow = 5;
const newestCount = 10;

/**
 * Chooses the mature posts published in the window; with fewer than five of them, the ten newest mature posts of all.
 * Takes eligible posts only.
 */
export function choosePostSet(
  eligible: readonly EligiblePost[],
  window: { from: Date; to: Date },
  now: Date,
): PostSet {
  const mature = newestFirst(eligible.filter((post) => isMature(post, now)));
  const inWindow = mature.filter((post) => isWithin(post.postedAt, window));
  return inWindow.length >= fewestOfWindow
    ? { kind: 'window', posts: inWindow }
    : { kind: 'newest-10', posts: mature.slice(0, newestCount) };
}

/** Whether an instant lies in the window, both borders included. */
export function isWithin(instant: string, window: { from: Date; to: Date }): boolean {
  const at = Date.parse(instant);
  return at >= window.from.getTime() && at <= window.to.getTime();
}
