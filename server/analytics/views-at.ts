import { interpolateMonotone, type Point } from './monotone-cubic.ts';

/**
 * What was read of a post's views over time. Instants are seconds since 1970; samples ascend, no two of one instant. Of
 * a stretch of equal counts only the first and the last reading need to be there.
 */
export interface ViewsCurve {
  publishedAt: number;
  samples: readonly { at: number; views: number | null }[];
}

/** A curve among those of other posts. */
export interface PostCurve extends ViewsCurve {
  postId: number;
}

/** The nearer of the two samples around an age may be away from it by this share of the age. */
const nearShare = 0.25;
const hourSeconds = 3_600;

/**
 * Views at an age in seconds, interpolated between samples: monotone cubic over log(1 + age in hours). Null unless a
 * sample lies on both sides and the nearer one within 25 % of the age; where both say the same count nothing happened
 * between them, and their distance does not matter. Not rounded.
 */
export function viewsAt(curve: ViewsCurve, ageSeconds: number): number | null {
  const instant = curve.publishedAt + ageSeconds;
  const border = firstNotBefore(curve.samples, instant);
  const after = knownFrom(curve, border, 1);
  if (after === null) return null;
  if (after.at === instant) return after.views;
  const before = knownFrom(curve, border - 1, -1);
  if (before === null) return null;
  if (before.views === after.views) return before.views;
  const nearest = Math.min(instant - before.at, after.at - instant);
  if (nearest > nearShare * ageSeconds) return null;
  const around = [
    knownFrom(curve, before.index - 1, -1),
    before,
    after,
    knownFrom(curve, after.index + 1, 1),
  ].filter((sample) => sample !== null);
  return interpolateMonotone(
    around.map((sample): Point => ({ x: toX(sample.at - curve.publishedAt), y: sample.views })),
    toX(ageSeconds),
  );
}

/** `viewsAt` of an age in hours for the figures that are called by it; the first hour is known only of posts met early. */
export function reachAt(curve: ViewsCurve, hours: number): number | null {
  const first = curve.samples.find(({ at, views }) => views !== null && at >= curve.publishedAt);
  const isMetEarly = first !== undefined && first.at - curve.publishedAt < earlySeconds;
  return hours <= 1 && !isMetEarly ? null : viewsAt(curve, hours * hourSeconds);
}

/** A post first read at this age or later says nothing of its first hour. */
const earlySeconds = 20 * 60;

interface KnownSample {
  index: number;
  at: number;
  views: number;
}

/** The first sample with views from `index` on, in steps of `step`; none from before publication. */
function knownFrom({ samples, publishedAt }: ViewsCurve, index: number, step: 1 | -1): KnownSample | null {
  for (let each = index; ; each += step) {
    const sample = samples[each];
    if (sample === undefined || sample.at < publishedAt) return null;
    if (sample.views !== null) return { index: each, at: sample.at, views: sample.views };
  }
}

function toX(ageSeconds: number): number {
  return Math.log1p(ageSeconds / hourSeconds);
}

function firstNotBefore(samples: ViewsCurve['samples'], instant: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((samples[middle]?.at ?? 0) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
