import type { Figure } from '#contract/figure.ts';
import type { RepostKind } from '#server/analytics/classify-reposts.ts';
import { completionAt } from '#server/analytics/forecast-views.ts';
import { compareWithPrevious } from '#server/analytics/previous-reach.ts';
import { type DatedPost, reachOver } from '#server/analytics/reach-over.ts';
import type { ViewsCurve } from '#server/analytics/views-at.ts';
import { buildFigure, type FigureParts } from './build-figure.ts';
import { postSource } from './report-basis.ts';

/** Mean and median of views so many hours after publication. */
export interface ReachAtAge {
  hours: number;
  mean: Figure;
  median: Figure;
}

/** What reach at an age is made of; posts reach back to the beginning of the window before. */
export interface SampledPosts {
  posts: readonly (DatedPost & { capturedAt: string })[];
  kinds: ReadonlyMap<number, RepostKind>;
  curves: ReadonlyMap<number, ViewsCurve>;
  /** Ends now. */
  window: { from: Date; to: Date };
  /** Since when the channel is observed. */
  observedFrom: Date;
  /** When anything of the posts was read last; null: never. */
  capturedAt: string | null;
}

const agesHours = [1, 12, 24, 48, 72] as const;
const hourSeconds = 3_600;

/** Reach at each age over a window, the medians beside those of the window before where both are known at that age. */
export function reachAtAgeFigures(sampled: SampledPosts): ReachAtAge[] {
  const { posts, kinds, curves, window, observedFrom } = sampled;
  const compared = compareWithPrevious(posts, kinds, curves, window, observedFrom);
  const known = [...curves.values()];
  return agesHours.map((hours) => {
    const completion = completionAt(known, hours * hourSeconds);
    const reach = reachOver(posts, kinds, curves, window, hours, { completion });
    const isKnown = reach.n > 0;
    const from = new Date(
      Math.min(window.to.getTime(), Math.max(window.from.getTime(), observedFrom.getTime())),
    );
    const common: Omit<FigureParts, 'formula' | 'value'> = {
      n: reach.n,
      window: { from: window.from.toISOString(), to: window.to.toISOString() },
      coverage: isKnown ? { from: from.toISOString(), to: window.to.toISOString() } : null,
      capturedAt: isKnown ? sampled.capturedAt : null,
      source: isKnown ? postSource : null,
      approximate: reach.approximate,
      reason: reach.oldEnough === 0 ? 'no-posts' : 'no-history-yet',
    };
    // Estimates are not set against what was read.
    const previous = compared?.ageHours === hours && !reach.approximate ? compared.previous : null;
    return {
      hours,
      mean: buildFigure({ ...common, formula: 'mean-reach-at-age', value: reach.mean }),
      median: {
        ...buildFigure({ ...common, formula: 'median-reach-at-age', value: reach.median }),
        previous,
      },
    };
  });
}
