import { z } from 'zod';
import { channelIdSchema } from './channel-id.ts';
import { figureSchema } from './figure.ts';

export const periodSchema = z.enum(['7d', '30d', '90d', '365d', 'all']);
export type Period = z.infer<typeof periodSchema>;

/**
 * How far the reading of a channel's history is. `total` is what Telegram says the channel holds; `needs-account`: what can
 * be told without one was read, and no connected account may read the posts.
 */
export const historyStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('queued') }),
  z.object({ kind: z.literal('reading'), read: z.int(), total: z.int().nullable() }),
  z.object({ kind: z.literal('complete'), read: z.int() }),
  z.object({ kind: z.literal('needs-account'), read: z.int() }),
  z.object({ kind: z.literal('failed'), code: z.string(), read: z.int() }),
]);
export type HistoryState = z.infer<typeof historyStateSchema>;

const channelIdentitySchema = z.object({
  channelId: channelIdSchema,
  title: z.string(),
  username: z.string().nullable(),
  visibility: z.enum(['public', 'private']),
  state: z.enum(['active', 'unreachable', 'gone']),
});

/** One row of the channel list. */
export const channelSummarySchema = channelIdentitySchema.extend({
  subscribers: figureSchema,
  medianReach: figureSchema,
  history: historyStateSchema,
  /** When anything of the channel was last read; null: never. */
  capturedAt: z.iso.datetime().nullable(),
  /** Views of the newest eligible posts, oldest first: the sparkline. */
  recentViews: z.array(z.int()),
});
export type ChannelSummary = z.infer<typeof channelSummarySchema>;

export const channelListSchema = z.object({ channels: z.array(channelSummarySchema) });
export type ChannelList = z.infer<typeof channelListSchema>;

const postHeadlineSchema = z.object({
  postId: z.int(),
  /** First line of the text, at most 80 characters; empty when the post has no text. */
  excerpt: z.string(),
  publishedAt: z.iso.datetime(),
  views: z.int(),
});
export type PostHeadline = z.infer<typeof postHeadlineSchema>;

/** One channel over one period: headline figures and the views of each post in columns of equal length. */
export const channelReportSchema = z.object({
  channel: channelIdentitySchema,
  history: historyStateSchema,
  period: periodSchema,
  window: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }),
  /**
   * Which posts the rates are made of: mature posts of the window, or (fewer than five there) the ten newest mature.
   */
  postSet: z.object({ kind: z.enum(['window', 'newest-10']), n: z.int() }),
  subscribers: figureSchema,
  /** Change of subscribers over the last seven days. */
  growth7Days: figureSchema,
  averageReach: figureSchema,
  medianReach: figureSchema,
  /** averageReach / subscribers now: TGStat's ERR. */
  reachPerSubscriber: figureSchema,
  engagementRate: figureSchema,
  bestPost: postHeadlineSchema.nullable(),
  /** The ten newest eligible posts, however fresh: the older system's figures. */
  last10: z.object({
    viewsLast10Posts: figureSchema,
    avgViewsPerPost: figureSchema,
    interactionsPerViewLast10: figureSchema,
    interactionsPerSubscriberLast10: figureSchema,
  }),
  viewsByPost: z.object({
    postIds: z.array(z.int()),
    /** Unix seconds, ascending. */
    publishedAt: z.array(z.int()),
    views: z.array(z.int().nullable()),
    /** True: the counter is the original's, and the post is in no average. */
    isSharedRepost: z.array(z.boolean()),
  }),
  capturedAt: z.iso.datetime().nullable(),
});
export type ChannelReport = z.infer<typeof channelReportSchema>;
