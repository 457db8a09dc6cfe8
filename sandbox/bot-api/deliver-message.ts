import type { WorldChannel } from '#sandbox/world/world.ts';
import { botRights } from './admin-rights.ts';
import { BotApiError, badRequest } from './api-error.ts';
import type { BotMessage, ReplyMarkup } from './bot-objects.ts';
import { buildBotUser } from './build-objects.ts';
import { withoutUpdates } from './channel-updates.ts';
import { findChat } from './chats.ts';
import type { BotApiContext } from './context.ts';
import type { Parameters } from './parameters.ts';
import { publishContent } from './post-content.ts';
import { readReplyMarkup } from './reply-markup.ts';

/** What a message carries besides its place and its author. */
export type MessageContent = Pick<
  BotMessage,
  | 'text'
  | 'entities'
  | 'caption'
  | 'caption_entities'
  | 'photo'
  | 'document'
  | 'media_group_id'
  | 'link_preview_options'
>;

/** Sends one message as the bot: checks the chat, the limits, the answered message and the keyboard, then delivers. */
export function deliverMessage(
  parameters: Parameters,
  context: BotApiContext,
  content: MessageContent,
): BotMessage {
  const target = findChat(parameters, context);
  const markup = readReplyMarkup(parameters, { isPrivate: target.kind === 'private' });
  if (target.kind === 'channel') return postToChannel(target, context, content);
  const { user } = target;
  const state = context.store.chat(user.id);
  if (state.isBlocked) throw new BotApiError(403, 'Forbidden: bot was blocked by the user');
  const answered = findAnswered(parameters, context, user.id);
  context.limits.take(target.chat.id);
  rememberKeyboard(context, user.id, markup);
  return context.book.add(user.id, {
    from: buildBotUser(context.bot),
    chat: target.chat,
    date: Math.floor(context.now()),
    ...content,
    ...(answered !== null && { reply_to_message: answered }),
    ...(markup !== null &&
      'inline_keyboard' in markup &&
      markup.inline_keyboard.length > 0 && { reply_markup: markup }),
  });
}

function postToChannel(
  target: Extract<ReturnType<typeof findChat>, { kind: 'channel' }>,
  context: BotApiContext,
  content: MessageContent,
): BotMessage {
  const { channel, chat } = target;
  const rights = botRights(channel, context);
  if (rights === null) throw new BotApiError(403, 'Forbidden: bot is not a member of the channel chat');
  if (!rights.can_post_messages) throw badRequest('need administrator rights in the channel chat');
  context.limits.take(chat.id);
  const messageId = withoutUpdates(context, () => publishContent(context, channel.id, content));
  const own = context.store.setting<number[]>(`own-posts:${channel.id}`, []);
  context.store.saveSetting(`own-posts:${channel.id}`, [...own, messageId]);
  return { message_id: messageId, sender_chat: chat, chat, date: Math.floor(context.now()), ...content };
}

/** Whether the bot itself published a channel's post. */
export function isOwnPost(channel: WorldChannel, messageId: number, context: BotApiContext): boolean {
  return context.store.setting<number[]>(`own-posts:${channel.id}`, []).includes(messageId);
}

/** The message that is answered, without its own answer; null: none asked for. */
function findAnswered(parameters: Parameters, context: BotApiContext, userId: string): BotMessage | null {
  const reply = parameters.json('reply_parameters', 'reply parameters') as
    | Record<string, unknown>
    | undefined;
  const id = Number(reply?.message_id ?? parameters.integer('reply_to_message_id', 0));
  if (id === 0) return null;
  const message = context.book.message(userId, id);
  if (message !== null) {
    const { reply_to_message: _, ...shown } = message;
    return shown;
  }
  const isOptional =
    reply?.allow_sending_without_reply === true || parameters.flag('allow_sending_without_reply');
  if (!isOptional) throw badRequest('message to be replied not found');
  return null;
}

function rememberKeyboard(context: BotApiContext, userId: string, markup: ReplyMarkup | null): void {
  if (markup === null || 'inline_keyboard' in markup) return;
  const keyboard = 'remove_keyboard' in markup ? null : markup;
  context.store.saveChat(userId, { ...context.store.chat(userId), keyboard });
  context.book.announce({ kind: 'chat', userId });
}
