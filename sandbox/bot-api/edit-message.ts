import { botRights } from './admin-rights.ts';
import { badRequest } from './api-error.ts';
import type { BotMessage, InlineKeyboard } from './bot-objects.ts';
import { buildChannelPost, withoutUpdates } from './channel-updates.ts';
import { findChat, type TargetChat } from './chats.ts';
import type { BotApiContext } from './context.ts';
import { isOwnPost } from './deliver-message.ts';
import type { Parameters } from './parameters.ts';
import { buildWorldEntities } from './world-entities.ts';

/** A message that the bot may change; `save` does it and returns what the call answers. */
export interface Editable {
  message: BotMessage;
  save(edited: BotMessage): unknown;
}

/** The message a call wants to change, by its chat and id or by its inline id. */
export function findEditable(parameters: Parameters, context: BotApiContext): Editable {
  if (parameters.has('inline_message_id')) return findInline(parameters.text('inline_message_id'), context);
  const target = findChat(parameters, context);
  const messageId = parameters.integer('message_id', 0);
  if (messageId <= 0) throw badRequest('message identifier is not specified');
  if (target.kind === 'channel') return findPost(target, messageId, context);
  const { user } = target;
  const message = context.book.message(user.id, messageId);
  if (message === null) throw badRequest('message to edit not found');
  if (message.from?.id !== Number(context.bot.id)) throw badRequest("message can't be edited");
  return {
    message,
    save(edited) {
      context.book.replace(user.id, edited);
      return edited;
    },
  };
}

/** Where a message that somebody sent in inline mode stands. */
export interface InlinePlace {
  userId: string;
  messageId: number;
}

function findInline(inlineId: string, context: BotApiContext): Editable {
  const place = context.store.setting<InlinePlace | null>(`inline-message:${inlineId}`, null);
  const message = place === null ? null : context.book.message(place.userId, place.messageId);
  if (place === null || message === null) throw badRequest('MESSAGE_ID_INVALID');
  return {
    message,
    save(edited) {
      context.book.replace(place.userId, edited);
      return true;
    },
  };
}

function findPost(
  { channel }: Extract<TargetChat, { kind: 'channel' }>,
  messageId: number,
  context: BotApiContext,
): Editable {
  const message = buildChannelPost(channel, messageId, context);
  if (message === null) throw badRequest('message to edit not found');
  const rights = botRights(channel, context);
  const mayEdit = rights !== null && (rights.can_edit_messages || isOwnPost(channel, messageId, context));
  if (!mayEdit || message.forward_origin !== undefined) throw badRequest("message can't be edited");
  return {
    message,
    save(edited) {
      const text = edited.text ?? edited.caption ?? '';
      const entities = buildWorldEntities(edited.entities ?? edited.caption_entities ?? []);
      const change = { kind: 'edit', channelId: channel.id, messageId, text, entities } as const;
      withoutUpdates(context, () => context.world.change(change));
      return buildChannelPost(channel, messageId, context);
    },
  };
}

/** Saves `after` with its new keyboard, or refuses as Telegram does when nothing changed. */
export function saveEdit(
  context: BotApiContext,
  target: Editable,
  after: BotMessage,
  markup: InlineKeyboard | null,
): unknown {
  const { reply_markup: _, edit_date: __, ...content } = after;
  const { edit_date: ___, ...former } = target.message;
  const next: BotMessage = { ...content, ...(markup !== null && { reply_markup: markup }) };
  if (fingerprint(former) === fingerprint(next)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  return target.save({ ...next, edit_date: Math.floor(context.now()) });
}

/** Equal for messages with equal fields, in whatever order; an empty list of entities is none. */
function fingerprint(message: object): string {
  const fields = Object.entries(message).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return JSON.stringify(fields.sort(([a], [b]) => a.localeCompare(b)));
}
