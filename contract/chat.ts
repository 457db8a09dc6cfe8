/**
 * The chats an account sees, in the snake case of the older system's answers. They are read from Telegram while the
 * asker waits and stored nowhere.
 */
import { z } from 'zod';

/** As the Bot API writes chats: −100… of channels and supergroups, negative of basic groups, positive of people. */
export const chatIdSchema = z.string().regex(/^-?[1-9]\d{0,18}$/, 'must be a chat id, like -1001234567890');

export const chatSchema = z.object({
  id: chatIdSchema,
  /** `private`: a talk with one person or bot; told only when the account's owner switched it on. */
  type: z.enum(['channel', 'group', 'private']),
  title: z.string(),
  /** Without @. */
  username: z.string().nullable(),
  /** null: Telegram did not say. */
  participants_count: z.int().nullable(),
  is_creator: z.boolean(),
  is_admin: z.boolean(),
  last_message_id: z.int().nullable(),
  last_message_at: z.iso.datetime().nullable(),
});
export type Chat = z.infer<typeof chatSchema>;

/** Answer of `GET /telegram/chats`, the chat written to last first. */
export const chatListSchema = z.object({
  chats: z.array(chatSchema),
  /** Ask with `after` = this for the next page; null: this was the last. */
  next_after: chatIdSchema.nullable(),
});
export type ChatList = z.infer<typeof chatListSchema>;

export const chatMessageSchema = z.object({
  id: z.int(),
  date: z.iso.datetime(),
  /** null: never edited, or only in ways that Telegram does not show. */
  edit_date: z.iso.datetime().nullable(),
  /** Who wrote it, in the form of chat ids; null: the channel itself. */
  from_id: z.string().nullable(),
  from_name: z.string().nullable(),
  text: z.string(),
  media_type: z.string().nullable(),
  /** Decimal text; messages of an album share it. */
  grouped_id: z.string().nullable(),
  is_pinned: z.boolean(),
  /** The four counters: null means that Telegram did not say, 0 that there are none. */
  views: z.int().nullable(),
  forwards: z.int().nullable(),
  comments_count: z.int().nullable(),
  reactions_count: z.int().nullable(),
  /** By emoji, or `custom:<document id>`. */
  reactions_breakdown: z.record(z.string(), z.int()),
});
export type ChatMessageAnswer = z.infer<typeof chatMessageSchema>;

/** Answer of `GET /telegram/chats/:id/messages`, newest first. */
export const chatMessagesSchema = z.object({
  chat: chatSchema,
  messages: z.array(chatMessageSchema),
  /** Ask with `since` = this for what is new; null: the chat is empty. */
  newest_id: z.int().nullable(),
  /** Ask with `before` = this for older ones; null: there are none in the range. */
  next_before: z.int().nullable(),
});
export type ChatMessages = z.infer<typeof chatMessagesSchema>;

/** `limit`, `before` and `since` of `GET /telegram/chats/:id/messages`; ids of messages end at 2^31 − 1. */
const messageId = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, 'must be the number of a message')
  .transform(Number)
  .refine((id) => id < 2 ** 31, 'must be the number of a message');

/** How many there are on a page of any list. */
export const pageLimitSchema = z
  .string()
  .regex(/^([1-9]\d?|100)$/, 'must be a number from 1 to 100')
  .default('50')
  .transform(Number);

export const chatListQuery = { limit: pageLimitSchema, after: chatIdSchema.optional() };
export const chatMessagesQuery = {
  limit: pageLimitSchema,
  before: messageId.optional(),
  since: messageId.optional(),
};
