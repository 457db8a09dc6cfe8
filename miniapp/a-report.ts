import type { ChannelReport } from '#contract/channel.ts';
import type { ChannelId } from '#contract/channel-id.ts';
import type { Figure } from '#contract/figure.ts';

/** A figure of 41 posts of thirty days, unless the test says otherwise. */
export function aFigure(value: number | null, more: Partial<Figure> = {}): Figure {
  const window = { from: '2025-10-21T00:00:00.000Z', to: '2025-11-20T00:00:00.000Z' };
  return {
    value,
    previous: null,
    n: value === null ? 0 : 41,
    window,
    coverage: window,
    capturedAt: '2025-11-20T09:05:00.000Z',
    source: 'mtproto',
    approximate: false,
    formula: 'average-reach',
    ...more,
  };
}

/** A channel's report with plain figures. */
export function aReport(more: Partial<ChannelReport> = {}): ChannelReport {
  return {
    channel: {
      channelId: '1900000042' as ChannelId,
      title: 'Northern Lights',
      username: 'northern_lights',
      visibility: 'public',
      state: 'active',
    },
    history: { kind: 'complete', read: 41 },
    period: '30d',
    window: { from: '2025-10-21T00:00:00.000Z', to: '2025-11-20T00:00:00.000Z' },
    postSet: { kind: 'window', n: 41 },
    subscribers: aFigure(14_213, { formula: 'subscribers' }),
    growth7Days: aFigure(86, { formula: 'growth-7-days' }),
    averageReach: aFigure(18_100),
    medianReach: aFigure(16_900, { formula: 'median-reach' }),
    reachPerSubscriber: aFigure(18_100 / 14_213, { formula: 'reach-per-subscriber' }),
    engagementRate: aFigure(0.038, { formula: 'engagement-rate', parts: ['reactions', 'forwards'] }),
    bestPost: null,
    last10: {
      viewsLast10Posts: aFigure(154_210, { n: 10, formula: 'views-last-10-posts' }),
      avgViewsPerPost: aFigure(15_421, { n: 10, formula: 'avg-views-per-post' }),
      interactionsPerViewLast10: aFigure(0.0093, { n: 10, formula: 'interactions-per-view-last-10' }),
      interactionsPerSubscriberLast10: aFigure(0.04, {
        n: 10,
        formula: 'interactions-per-subscriber-last-10',
      }),
    },
    viewsByPost: { postIds: [1], publishedAt: [1_763_000_000], views: [10], isSharedRepost: [false] },
    capturedAt: '2025-11-20T09:05:00.000Z',
    ...more,
  };
}
