import type { WorldChannel, WorldUser } from '#sandbox/world/world.ts';
import { createRights, type RightName, rightNames } from './admin-rights.ts';
import type { BotMessage, ChatRequest, ReplyButton } from './bot-objects.ts';
import { buildBotUser, buildPrivateChat, markedId } from './build-objects.ts';
import { setBotAdministrator } from './channel-updates.ts';
import type { BotApiContext } from './context.ts';
import { deliverFromPerson } from './deliver-from-person.ts';
import { PersonError } from './person-error.ts';
import { emojiReactions, readChatReactions, saveChatReaction } from './reactions.ts';

/** What people hand to the bot: a chat of theirs, their number, a reaction. */
export interface Sharing {
  /** Channels that fit what the button asks for, and the rights the bot would get; Telegram checks both in its picker. */
  fittingChannels(user: WorldUser, requestId: number): { channels: WorldChannel[]; botRights: RightName[] };
  /** Picks one: the bot gets the rights it asked for, then `chat_shared`. */
  shareChat(user: WorldUser, requestId: number, channelId: string): BotMessage;
  shareContact(user: WorldUser): BotMessage;
  /** Reacts to a message of the chat with the bot; null takes the reaction back. */
  react(user: WorldUser, messageId: number, emoji: string | null): void;
}

export function createSharing(context: BotApiContext): Sharing {
  const { world, store, updates, bot } = context;

  function findRequest(user: WorldUser, requestId: number): ChatRequest {
    const { keyboard } = store.chat(user.id);
    const buttons: ReplyButton[] =
      keyboard !== null && 'keyboard' in keyboard ? keyboard.keyboard.flat() : [];
    const button = buttons.find(({ request_chat }) => request_chat?.request_id === requestId);
    if (button?.request_chat === undefined)
      throw new PersonError('no-such-button', 'The keyboard has no such button any more.');
    return button.request_chat;
  }

  function rightsOf(request: ChatRequest): RightName[] {
    return rightNames.filter((name) => request.bot_administrator_rights?.[name] === true);
  }

  function fitting(user: WorldUser, request: ChatRequest): WorldChannel[] {
    const wantsAdmin =
      request.user_administrator_rights !== undefined || request.bot_administrator_rights !== undefined;
    return world.channels().filter((channel) => {
      const { kind, memberIds, adminIds, creatorId, username } = channel;
      const isInside = memberIds.has(user.id) || adminIds.has(user.id);
      return (
        isInside &&
        (kind === 'broadcast') === request.chat_is_channel &&
        (!wantsAdmin || adminIds.has(user.id)) &&
        (request.chat_is_created !== true || creatorId === user.id) &&
        (request.chat_has_username === undefined || (username !== null) === request.chat_has_username) &&
        (request.bot_is_member !== true || memberIds.has(bot.id) || adminIds.has(bot.id))
      );
    });
  }

  return {
    fittingChannels(user, requestId) {
      const request = findRequest(user, requestId);
      return { channels: fitting(user, request), botRights: rightsOf(request) };
    },
    shareChat(user, requestId, channelId) {
      const request = findRequest(user, requestId);
      const channel = fitting(user, request).find(({ id }) => id === channelId);
      if (channel === undefined)
        throw new PersonError('no-such-chat', 'This chat is not what the button asks for.');
      if (request.bot_administrator_rights !== undefined)
        setBotAdministrator(context, channel, user.id, true, createRights(rightsOf(request)));
      return deliverFromPerson(context, user, {
        chat_shared: {
          request_id: requestId,
          chat_id: markedId(channel.id),
          ...(request.request_title === true && { title: channel.title }),
          ...(request.request_username === true &&
            channel.username !== null && { username: channel.username }),
        },
      });
    },
    shareContact: (user) =>
      deliverFromPerson(context, user, {
        contact: {
          phone_number: user.phone ?? '',
          first_name: user.firstName,
          ...(user.lastName !== null && { last_name: user.lastName }),
          user_id: Number(user.id),
        },
      }),
    react(user, messageId, emoji) {
      const message = context.book.message(user.id, messageId);
      if (message === null) throw new PersonError('no-such-message', `There is no message ${messageId}.`);
      if (emoji !== null && !emojiReactions.includes(emoji))
        throw new PersonError('not-allowed', 'There is no such reaction.');
      const before = readChatReactions(context, user.id)[messageId]?.[user.id] ?? null;
      if (before === emoji) return;
      saveChatReaction(context, user.id, messageId, user.id, emoji);
      const payload = {
        chat: buildPrivateChat(user),
        message_id: messageId,
        user: buildBotUser(user),
        date: Math.floor(context.now()),
        old_reaction: asReactions(before),
        new_reaction: asReactions(emoji),
      };
      updates.add('message_reaction', payload, `reaction:${user.id}`);
    },
  };
}

function asReactions(emoji: string | null): { type: 'emoji'; emoji: string }[] {
  return emoji === null ? [] : [{ type: 'emoji', emoji }];
}
