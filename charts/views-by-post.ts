import type { ChannelReport } from '#contract/channel.ts';
import type { ChartDescription, ChartSeries } from './chart.ts';

/** More bars than this are thinner than a finger on a phone: beyond it posts become points on a scale of time. */
const maxBars = 60;

/**
 * Views of each post of a period. Few posts are bars, one beside the other; many are points in time. Shared reposts,
 * whose counter is the original's, are a series of their own, because they are in no average. The mark is the median.
 */
export function describeViewsByPost(
  report: Pick<ChannelReport, 'viewsByPost' | 'medianReach'>,
): ChartDescription {
  const { publishedAt, views, isSharedRepost } = report.viewsByPost;
  const isFew = publishedAt.length <= maxBars;
  const kind = isFew ? 'bars' : 'points';
  const own = views.map((count, place) => (isSharedRepost[place] === true ? null : count));
  const shared = views.map((count, place) => (isSharedRepost[place] === true ? count : null));
  const series: ChartSeries[] = [{ key: 'views', kind, colour: 'blue', isHollow: false, values: own }];
  if (shared.some((count) => count !== null))
    series.push({ key: 'shared-reposts', kind, colour: 'golden', isHollow: true, values: shared });
  const median = report.medianReach.value;
  return {
    key: 'views-by-post',
    unit: 'count',
    x: { kind: isFew ? 'ordinals' : 'instants', seconds: publishedAt },
    series,
    marks: median === null ? [] : [{ key: 'median', value: median, colour: 'green' }],
  };
}
