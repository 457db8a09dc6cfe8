import { z } from 'zod';
import type { ChannelId } from '#contract/channel-id.ts';
import { fromMarkedId } from '#server/ids.ts';
import type { BotApiClient } from './client.ts';
import { BotApiUnreachableError } from './errors.ts';

/** A channel as the Bot API describes it. */
export interface ChannelOfBot {
  channelId: ChannelId;
  title: string;
  /** The active name, without @; null: private. */
  username: string | null;
  usernames: string[];
  about: string | null;
  /** Bare id of the linked discussion group. */
  linkedChatId: string | null;
  /** False: the channel allows no reactions. */
  hasReactions: boolean;
}

/** What a chat turned out to be. */
export type ChatOfBot = { kind: 'channel'; channel: ChannelOfBot } | { kind: 'group' } | { kind: 'person' };

const chatSchema = z.looseObject({
  id: z.int(),
  type: z.enum(['private', 'group', 'supergroup', 'channel']),
  title: z.string().default(''),
  username: z.string().optional(),
  active_usernames: z.array(z.string()).default([]),
  description: z.string().optional(),
  linked_chat_id: z.int().optional(),
  /** Absent: every emoji is allowed. */
  available_reactions: z.array(z.unknown()).optional(),
});

/**
 * Asks for a chat by `@name` or marked id (`-100…`). Public channels are told to every bot, private ones to those in them.
 * Throws `BotApiError`, with 400 "chat not found" for what the bot may not see, and `BotApiUnreachableError`.
 */
export async function fetchChat(client: Pick<BotApiClient, 'call'>, chatId: string): Promise<ChatOfBot> {
  const parsed = chatSchema.safeParse(await client.call('getChat', { chat_id: chatId }));
  if (!parsed.success) throw new BotApiUnreachableError('getChat', 'its answer has another shape');
  const chat = parsed.data;
  if (chat.type === 'private') return { kind: 'person' };
  const channelId = chat.type === 'channel' ? fromMarkedId(String(chat.id)) : null;
  if (channelId === null) return { kind: 'group' };
  const linkedChatId = chat.linked_chat_id === undefined ? null : fromMarkedId(String(chat.linked_chat_id));
  return {
    kind: 'channel',
    channel: {
      channelId,
      title: chat.title,
      username: chat.username ?? null,
      usernames: chat.username === undefined ? [] : [...new Set([chat.username, ...chat.active_usernames])],
      about: chat.description ?? null,
      linkedChatId,
      hasReactions: chat.available_reactions === undefined || chat.available_reactions.length > 0,
    },
  };
}

/** How many subscribers a channel has. Throws as {@link fetchChat} does. */
export async function fetchMemberCount(client: Pick<BotApiClient, 'call'>, chatId: string): Promise<number> {
  const parsed = z
    .int()
    .nonnegative()
    .safeParse(await client.call('getChatMemberCount', { chat_id: chatId }));
  if (!parsed.success) throw new BotApiUnreachableError('getChatMemberCount', 'its answer is no number');
  return parsed.data;
}
