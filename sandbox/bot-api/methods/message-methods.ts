import { botRights } from '../admin-rights.ts';
import { badRequest } from '../api-error.ts';
import type { BotMessage } from '../bot-objects.ts';
import { findChat, type TargetChat } from '../chats.ts';
import type { BotApiContext, BotApiMethod } from '../context.ts';
import { deliverMessage, isOwnPost } from '../deliver-message.ts';
import { findEditable, saveEdit } from '../edit-message.ts';
import { maxCaptionLength, maxTextLength, readFormattedText } from '../entities/format-text.ts';
import type { Parameters } from '../parameters.ts';
import { readInlineMarkup } from '../reply-markup.ts';

function readText(parameters: Parameters): Pick<BotMessage, 'text' | 'entities'> {
  const { text, entities } = readFormattedText(parameters, 'text', 'entities');
  if (text === '') throw badRequest('message text is empty');
  if (text.length > maxTextLength) throw badRequest('message is too long');
  return { text, ...(entities.length > 0 && { entities }) };
}

/** The caption of a photo or document; an empty one is none. */
export function readCaption(parameters: Parameters): Pick<BotMessage, 'caption' | 'caption_entities'> {
  const { text, entities } = readFormattedText(parameters, 'caption', 'caption_entities');
  if (text === '') return {};
  if (text.length > maxCaptionLength) throw badRequest('message caption is too long');
  return { caption: text, ...(entities.length > 0 && { caption_entities: entities }) };
}

function sendMessage(parameters: Parameters, context: BotApiContext): unknown {
  const preview = parameters.json('link_preview_options', 'link preview options') as
    | Record<string, unknown>
    | undefined;
  return deliverMessage(parameters, context, {
    ...readText(parameters),
    ...(preview !== undefined && { link_preview_options: preview }),
  });
}

function editMessageText(parameters: Parameters, context: BotApiContext): unknown {
  const content = readText(parameters);
  const target = findEditable(parameters, context);
  const { message } = target;
  const markup = readInlineMarkup(parameters, { isPrivate: true });
  if (message.text === undefined) throw badRequest('there is no text in the message to edit');
  const { entities: _, ...rest } = message;
  return saveEdit(context, target, { ...rest, ...content }, markup);
}

function editMessageCaption(parameters: Parameters, context: BotApiContext): unknown {
  const content = readCaption(parameters);
  const target = findEditable(parameters, context);
  const { message } = target;
  const markup = readInlineMarkup(parameters, { isPrivate: true });
  if (message.text !== undefined) throw badRequest('there is no caption in the message to edit');
  const { caption: _, caption_entities: __, ...rest } = message;
  return saveEdit(context, target, { ...rest, ...content }, markup);
}

function editMessageReplyMarkup(parameters: Parameters, context: BotApiContext): unknown {
  const target = findEditable(parameters, context);
  return saveEdit(context, target, target.message, readInlineMarkup(parameters, { isPrivate: true }));
}

function deleteMessage(parameters: Parameters, context: BotApiContext): unknown {
  const target = findChat(parameters, context);
  const messageId = parameters.integer('message_id', 0);
  if (messageId <= 0) throw badRequest('message identifier is not specified');
  deleteOne(target, messageId, context);
  return true;
}

function deleteOne(target: TargetChat, messageId: number, context: BotApiContext): void {
  if (target.kind === 'private') {
    if (context.book.message(target.user.id, messageId) === null)
      throw badRequest('message to delete not found');
    context.book.delete(target.user.id, messageId);
    return;
  }
  const { channel } = target;
  const rights = botRights(channel, context);
  if (context.world.message(channel.id, messageId) === null) throw badRequest('message to delete not found');
  const mayDelete =
    rights?.can_delete_messages === true || (rights !== null && isOwnPost(channel, messageId, context));
  const isDone = mayDelete && context.world.change({ kind: 'delete', channelId: channel.id, messageId });
  if (!isDone) throw badRequest("message can't be deleted");
}

function deleteMessages(parameters: Parameters, context: BotApiContext): unknown {
  const target = findChat(parameters, context);
  const ids = parameters.json('message_ids', 'message identifiers');
  if (!Array.isArray(ids) || ids.length === 0) throw badRequest('message identifiers are not specified');
  for (const id of ids) {
    const isKnown =
      target.kind === 'private'
        ? context.book.message(target.user.id, Number(id)) !== null
        : context.world.message(target.channel.id, Number(id)) !== null;
    if (isKnown) deleteOne(target, Number(id), context);
  }
  return true;
}

function answerCallbackQuery(parameters: Parameters, context: BotApiContext): unknown {
  const queryId = parameters.text('callback_query_id').trim();
  const text = parameters.text('text');
  if (text.length > 200) throw badRequest('MESSAGE_TOO_LONG');
  const url = parameters.text('url');
  const answer = { text, isAlert: parameters.flag('show_alert'), url: url === '' ? null : url };
  const query = context.queries.answer(queryId, answer);
  if (query === null) {
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  }
  context.book.announce({ kind: 'callback-answer', userId: query.userId, queryId, answer });
  return true;
}

/** Messages of text: sending, changing, removing, and answering pressed buttons. */
export const messageMethods: Record<string, BotApiMethod> = {
  sendMessage,
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  answerCallbackQuery,
};
