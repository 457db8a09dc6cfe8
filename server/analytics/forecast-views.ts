import { medianOf } from './mean-and-median.ts';
import { quantileOf } from './quantile.ts';
import { type PostCurve, type ViewsCurve, viewsAt } from './views-at.ts';

/** Expected views of a post at a horizon, not rounded. */
export interface ViewsForecast {
  value: number;
  /** Eight of ten truths are expected between these. */
  low: number;
  high: number;
  /** Past posts it was learned from. */
  n: number;
  /** `own`: of the channel; `pooled`: it has too few, so those of other channels. */
  basis: 'own' | 'pooled';
}

/** Past posts to learn from. Callers give eligible, unpinned posts; only those known at both ages teach anything. */
export interface PastPosts {
  own: readonly PostCurve[];
  pooled: readonly PostCurve[];
}

const fewest = 12;

/**
 * Views at `horizonSeconds` after publication, from `views` at `ageSeconds`: views × the median of what past posts grew
 * by between the two ages, the interval from the 10th and 90th percentile of that growth. Null with fewer than 12 past
 * posts, own or pooled, at age 0 or without views, from which nothing can be multiplied, and for a horizon that is past.
 */
export function forecastViews(
  views: number,
  ageSeconds: number,
  horizonSeconds: number,
  past: PastPosts,
): ViewsForecast | null {
  if (horizonSeconds < ageSeconds || views <= 0) return null;
  const own = growths(past.own, ageSeconds, horizonSeconds);
  const basis = own.length >= fewest ? 'own' : 'pooled';
  const learned = basis === 'own' ? own : growths(past.pooled, ageSeconds, horizonSeconds);
  const [median, low, high] = [medianOf(learned), quantileOf(learned, 0.1), quantileOf(learned, 0.9)];
  if (learned.length < fewest || median === null || low === null || high === null) return null;
  return { value: views * median, low: views * low, high: views * high, n: learned.length, basis };
}

/**
 * The share of `viewsAt(72 h)` that posts have reached at an age: the median over those known at both; null with fewer
 * than five of them.
 */
export function completionAt(curves: readonly ViewsCurve[], ageSeconds: number): number | null {
  const shares = growths(curves, finalSeconds, ageSeconds);
  return shares.length < fewestOfCompletion ? null : medianOf(shares);
}

const fewestOfCompletion = 5;
const finalSeconds = 72 * 3_600;

/** views(to) ÷ views(from) of each post that is known at both ages and has views at the first. */
function growths(curves: readonly ViewsCurve[], from: number, to: number): number[] {
  return curves.flatMap((curve) => {
    const start = viewsAt(curve, from);
    if (start === null || start <= 0) return [];
    const end = viewsAt(curve, to);
    return end === null ? [] : [end / start];
  });
}
