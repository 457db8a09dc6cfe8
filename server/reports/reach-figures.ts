import type { Figure, Span } from '#contract/figure.ts';
import { meanOf, medianOf, ratioOf } from '#server/analytics/mean-and-median.ts';
import { interactionsPerView } from '#server/analytics/sum-interactions.ts';
import { buildFigure, type FigureParts } from './build-figure.ts';
import { latestOf } from './load-report-posts.ts';
import { postSource, type ReportBasis } from './report-basis.ts';

/** The figures over the one set of posts of a report. */
export interface ReachFigures {
  averageReach: Figure;
  medianReach: Figure;
  reachPerSubscriber: Figure;
  engagementRate: Figure;
}

export function reachFigures(basis: ReportBasis): ReachFigures {
  const { channel, posts } = basis;
  const common = setProvenance(basis);
  const views = posts.set.posts.map((post) => post.views);
  const average = meanOf(views);
  const engagement = interactionsPerView(posts.set.posts, channel.hasReactions);
  return {
    averageReach: buildFigure({ ...common, formula: 'average-reach', value: average }),
    medianReach: buildFigure({ ...common, formula: 'median-reach', value: medianOf(views) }),
    reachPerSubscriber: buildFigure({
      ...common,
      formula: 'reach-per-subscriber',
      value: ratioOf(average, channel.subscribers),
      source: views.length === 0 ? null : channel.source === postSource ? postSource : 'mixed',
      reason: average === null ? 'no-posts' : 'subscribers-unknown',
    }),
    engagementRate: buildFigure({
      ...common,
      formula: 'engagement-rate',
      value: engagement.value,
      parts: engagement.parts,
      terms: { interactions: engagement.total, views: engagement.views },
      reason: missingRate(views, engagement.parts),
    }),
  };
}

/** Why interactions per view have no value. */
export function missingRate(views: readonly number[], parts: readonly unknown[]): FigureParts['reason'] {
  if (views.length === 0) return 'no-posts';
  return parts.length === 0 ? 'not-told-by-telegram' : 'no-views';
}

/** The median alone, for a row of the channel list. */
export function medianReachFigure(basis: ReportBasis): Figure {
  const value = medianOf(basis.posts.set.posts.map((post) => post.views));
  return buildFigure({ ...setProvenance(basis), formula: 'median-reach', value });
}

function setProvenance(basis: ReportBasis): Omit<FigureParts, 'formula' | 'value'> {
  const { window, set } = basis.posts;
  const isWindow = set.kind === 'window';
  return {
    n: set.posts.length,
    window: isWindow ? { from: window.from.toISOString(), to: window.to.toISOString() } : null,
    coverage: isWindow ? windowCoverage(basis) : publicationSpan(set.posts),
    capturedAt: latestOf(set.posts.map((post) => post.capturedAt)),
    source: set.posts.length === 0 ? null : postSource,
    reason: 'no-posts',
  };
}

/** From the first to the last publication of posts, newest first; null of none. */
export function publicationSpan(posts: readonly { postedAt: string }[]): Span | null {
  const oldest = posts.at(-1);
  const newest = posts[0];
  return oldest === undefined || newest === undefined ? null : { from: oldest.postedAt, to: newest.postedAt };
}

/**
 * The part of the window whose posts we know. A history is read from its end, so while it is being read nothing is known
 * from before the oldest stored post; and nothing was seen after the last reading.
 */
function windowCoverage({ schedule, posts }: ReportBasis): Span | null {
  const { window, oldestAt, capturedAt } = posts;
  if (oldestAt === null) return null;
  const isComplete = schedule?.historyState === 'complete';
  const from = isComplete ? window.from.getTime() : Math.max(window.from.getTime(), Date.parse(oldestAt));
  const lastReadAt = latestOf([capturedAt, schedule?.lastSyncedAt?.toISOString() ?? null]);
  const to = Math.min(window.to.getTime(), lastReadAt === null ? from : Date.parse(lastReadAt));
  return { from: new Date(from).toISOString(), to: new Date(Math.max(from, to)).toISOString() };
}
