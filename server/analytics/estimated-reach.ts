import { reachAt, type ViewsCurve } from './views-at.ts';

/** Reach at an age, and whether it was worked out from a later count. */
export interface EstimatedReach {
  value: number;
  approximate: boolean;
}

const finalSeconds = 72 * 3_600;

/**
 * Views at `hours`: what was read then, or, for a post that was first read at 72 h or older, that reading × `completion`,
 * the share of the final views that posts usually have at that age (of the channel or pooled; null: not known). Null for
 * a post first read in between: its one count is neither.
 */
export function reachOrEstimate(
  curve: ViewsCurve,
  hours: number,
  completion: number | null,
): EstimatedReach | null {
  const value = reachAt(curve, hours);
  if (value !== null) return { value, approximate: false };
  const first = curve.samples.find(({ views }) => views !== null);
  if (first === undefined || first.views === null || completion === null) return null;
  return first.at - curve.publishedAt >= finalSeconds
    ? { value: first.views * completion, approximate: true }
    : null;
}
