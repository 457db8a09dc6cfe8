import type { ChannelReport } from '#contract/channel.ts';
import { lastTen } from '#server/analytics/last-ten.ts';
import { buildFigure } from './build-figure.ts';
import { latestOf } from './load-report-posts.ts';
import { missingRate, publicationSpan } from './reach-figures.ts';
import { postSource, type ReportBasis } from './report-basis.ts';

/** The older system's figures over the ten newest posts, fresh ones included. */
export function lastTenFigures({ channel, posts }: ReportBasis): ChannelReport['last10'] {
  const last = lastTen(posts.eligible, channel.subscribers, channel.hasReactions);
  const isEmpty = last.posts.length === 0;
  const common = {
    n: last.posts.length,
    coverage: publicationSpan(last.posts),
    capturedAt: latestOf(last.posts.map((post) => post.capturedAt)),
    source: isEmpty ? null : postSource,
    reason: 'no-posts' as const,
  };
  const { parts, interactions, viewsLast10Posts } = last;
  const views = last.posts.map((post) => post.views);
  return {
    viewsLast10Posts: buildFigure({
      ...common,
      formula: 'views-last-10-posts',
      value: last.viewsLast10Posts,
    }),
    avgViewsPerPost: buildFigure({ ...common, formula: 'avg-views-per-post', value: last.avgViewsPerPost }),
    interactionsPerViewLast10: buildFigure({
      ...common,
      formula: 'interactions-per-view-last-10',
      value: last.interactionsPerView,
      parts,
      terms: { interactions, views: viewsLast10Posts ?? 0 },
      reason: missingRate(views, parts),
    }),
    interactionsPerSubscriberLast10: buildFigure({
      ...common,
      formula: 'interactions-per-subscriber-last-10',
      value: last.interactionsPerSubscriber,
      parts,
      terms: { interactions, subscribers: channel.subscribers ?? 0 },
      source: isEmpty ? null : channel.source === postSource ? postSource : 'mixed',
      reason: isEmpty ? 'no-posts' : parts.length === 0 ? 'not-told-by-telegram' : 'subscribers-unknown',
    }),
  };
}
