import type { ChannelReport } from '#contract/channel.ts';
import { channelIdSchema } from '#contract/channel-id.ts';
import type { Figure } from '#contract/figure.ts';

/** The instant at which the card of {@link aReport} is written. */
export const reportNow = new Date('2026-11-20T12:00:00Z');

/** A figure for tests; a null value has the reason given in `changes`. */
export function aFigure(value: number | null, changes: Partial<Figure> = {}): Figure {
  return {
    value,
    previous: null,
    n: 41,
    window: { from: '2026-10-21T12:00:00.000Z', to: reportNow.toISOString() },
    coverage: null,
    capturedAt: '2026-11-20T11:56:00.000Z',
    source: 'mtproto',
    approximate: false,
    formula: 'test',
    ...changes,
  };
}

/** The channel of the example in the design of the card: every figure is known. */
export function aReport(changes: Partial<ChannelReport> = {}): ChannelReport {
  const last10 = aFigure(null, { reason: 'no-posts' });
  return {
    channel: {
      channelId: channelIdSchema.parse('1900000042'),
      title: 'Northern Lights',
      username: 'northern_lights',
      visibility: 'public',
      state: 'active',
    },
    history: { kind: 'complete', read: 1941 },
    period: '30d',
    window: { from: '2026-10-21T12:00:00.000Z', to: reportNow.toISOString() },
    postSet: { kind: 'window', n: 41 },
    subscribers: aFigure(14_213),
    growth7Days: aFigure(86, {
      window: { from: '2026-11-13T12:00:00.000Z', to: reportNow.toISOString() },
      coverage: { from: '2026-11-13T12:10:00.000Z', to: '2026-11-20T11:56:00.000Z' },
    }),
    averageReach: aFigure(18_100),
    medianReach: aFigure(16_900),
    reachPerSubscriber: aFigure(1.273),
    engagementRate: aFigure(0.038, { parts: ['reactions', 'forwards', 'comments'] }),
    bestPost: {
      postId: 2089,
      excerpt: 'Aurora tonight over Tromsø and the whole of the north',
      publishedAt: '2026-11-02T10:00:00.000Z',
      views: 41_000,
    },
    last10: {
      viewsLast10Posts: last10,
      avgViewsPerPost: last10,
      interactionsPerViewLast10: last10,
      interactionsPerSubscriberLast10: last10,
    },
    viewsByPost: { postIds: [], publishedAt: [], views: [], isSharedRepost: [] },
    capturedAt: '2026-11-20T11:56:00.000Z',
    ...changes,
  };
}
