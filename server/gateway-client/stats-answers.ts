/**
 * The answers of `GET /api/v1/stats/channels/…`, in the words of the older system: snake_case, rates in percent, and
 * null wherever Telegram does not say. What each figure means stands in docs/api-stats.md.
 */
import { z } from 'zod';

const count = z.int().min(0).nullable();
const percent = z.number().min(0).nullable();
const instant = z.iso.datetime();
/** Channels as the Bot API writes them: −100… */
const chatId = z.string().regex(/^-\d{13,20}$/);

export const channelStatsSchema = z.strictObject({
  channel: z.strictObject({
    id: chatId,
    title: z.string(),
    /** Without @; null: private. */
    username: z.string().nullable(),
    about: z.string().nullable(),
    participants_count: count,
    /** Telegram counts who is online in groups alone. */
    online_count: count,
    /** Told to an administrator's session alone, like the next two. */
    admins_count: count,
    kicked_count: count,
    banned_count: count,
    linked_chat_id: z.string().nullable(),
  }),
  /** When the figures were read. */
  timestamp: instant,
});
export type ChannelStats = z.infer<typeof channelStatsSchema>;

const figures = {
  views: count,
  reactions_count: count,
  /** By emoji; custom emoji are `custom:<document id>`. Stars are no reactions and stand apart. */
  reactions_breakdown: z.record(z.string(), z.int().min(0)).nullable(),
  paid_reactions_count: count,
  forwards: count,
  comments_count: count,
  er: percent,
  err: percent,
};
const postFiguresSchema = z.strictObject(figures);
export type PostFigures = z.infer<typeof postFiguresSchema>;

const post = {
  /** The smallest id of the post: what people see. */
  message_id: z.int().positive(),
  /** All messages of the post: several in an album. */
  message_ids: z.array(z.int().positive()).min(1),
  posted_at: instant,
  edited_at: instant.nullable(),
  ...figures,
};

export const messageStatsSchema = z.strictObject({ chat_id: chatId, ...post, timestamp: instant });
export type MessageStats = z.infer<typeof messageStatsSchema>;

const middleSchema = z.strictObject({
  views: z.number().nullable(),
  reactions_count: z.number().nullable(),
  forwards: z.number().nullable(),
  comments_count: z.number().nullable(),
  er: percent,
  err: percent,
});
export type PostsMiddle = z.infer<typeof middleSchema>;

export const postsStatsSchema = z.strictObject({
  chat_id: chatId,
  limit: z.int().min(1).max(100),
  /** Means and medians over the counted posts that carry the figure. */
  average: middleSchema,
  median: middleSchema,
  totals: z.strictObject({
    posts_count: z.int().min(0),
    views: count,
    reactions_count: count,
    forwards: count,
    comments_count: count,
  }),
  /** Newest first. `is_counted` false: without views, or with the counter of somebody else's post. */
  items: z.array(z.strictObject({ ...post, is_counted: z.boolean() })),
  timestamp: instant,
});
export type PostsStats = z.infer<typeof postsStatsSchema>;
