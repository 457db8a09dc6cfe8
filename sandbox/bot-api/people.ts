import type { WorldUser } from '#sandbox/world/world.ts';
import type { BotMessage } from './bot-objects.ts';
import { buildBotUser, buildPrivateChat } from './build-objects.ts';
import { chatInstance } from './chat-instance.ts';
import type { BotApiContext } from './context.ts';
import { deliverFromPerson } from './deliver-from-person.ts';
import { findEntities } from './entities/find-entities.ts';
import { maxTextLength } from './entities/format-text.ts';
import { buildForwardedPosts } from './forwarded-post.ts';
import type { CallbackAnswer } from './message-book.ts';
import { inlineIdOf } from './people-inline.ts';
import { PersonError } from './person-error.ts';

/** What people do on their side of the chat with the bot. */
export interface People {
  /** The people of the world one can be: no bots. */
  all(): WorldUser[];
  person(userId: string): WorldUser;
  /** Sends a text as this person; returns the message as the bot sees it. */
  send(userId: string, text: string, replyTo?: number): BotMessage;
  /** `/start`, with the parameter of a `?start=` link. */
  start(userId: string, parameter?: string): BotMessage;
  /** Presses the inline button with this `callback_data`; resolves with the bot's answer, null when none came. */
  press(
    userId: string,
    messageId: number,
    callbackData: string,
  ): Promise<{ queryId: string; answer: CallbackAnswer | null }>;
  /** Data a Mini App opened from a reply keyboard sends to the bot. */
  sendWebAppData(userId: string, data: string, buttonText: string): BotMessage;
  /** Agrees that the bot may write, as a Mini App asked for; the bot hears of it. */
  allowWriting(userId: string): BotMessage;
  /** Forwards a channel's message to the bot, with all of its album; a private channel only from inside. */
  forward(userId: string, channelId: string, messageId: number): BotMessage[];
  setBlocked(userId: string, isBlocked: boolean): void;
}

export function createPeople(context: BotApiContext): People {
  const { world, book, store, updates, queries } = context;

  function person(userId: string): WorldUser {
    const user = world.user(userId);
    if (user === null || user.isBot) throw new PersonError('no-such-person', `There is no person ${userId}.`);
    return user;
  }

  const deliver = (user: WorldUser, content: Partial<BotMessage>): BotMessage =>
    deliverFromPerson(context, user, content);

  function send(userId: string, text: string, replyTo?: number): BotMessage {
    const user = person(userId);
    const trimmed = text.trim().toWellFormed();
    if (trimmed === '' || trimmed.length > maxTextLength) {
      throw new PersonError('bad-text', `A message has 1 to ${maxTextLength} characters.`);
    }
    const entities = findEntities(trimmed, []);
    const answered = replyTo === undefined ? null : book.message(userId, replyTo);
    return deliver(user, {
      text: trimmed,
      ...(entities.length > 0 && { entities }),
      ...(answered !== null && { reply_to_message: answered }),
    });
  }

  return {
    all: () => world.users().filter((user) => !user.isBot),
    person,
    send,
    start: (userId, parameter) => send(userId, parameter ? `/start ${parameter}` : '/start'),
    press(userId, messageId, callbackData) {
      const user = person(userId);
      const message = book.message(userId, messageId);
      if (message === null) throw new PersonError('no-such-message', `There is no message ${messageId}.`);
      const buttons = message.reply_markup?.inline_keyboard.flat() ?? [];
      if (!buttons.some((button) => button.callback_data === callbackData)) {
        throw new PersonError('no-such-button', `Message ${messageId} has no such button.`);
      }
      const { queryId, answer } = queries.open(userId);
      const query = {
        id: queryId,
        from: buildBotUser(user),
        // The bot does not see the chat in which a message of its inline mode stands.
        ...(message.via_bot === undefined
          ? { message }
          : { inline_message_id: inlineIdOf(userId, messageId) }),
        chat_instance: chatInstance(context.bot.id, userId),
        data: callbackData,
      };
      updates.add('callback_query', query, `user:${userId}`);
      return answer.then((given) => ({ queryId, answer: given }));
    },
    sendWebAppData: (userId, data, buttonText) =>
      deliver(person(userId), { web_app_data: { data, button_text: buttonText } }),
    forward(userId, channelId, messageId) {
      const user = person(userId);
      return buildForwardedPosts(context, user, channelId, messageId).map((post) => deliver(user, post));
    },
    allowWriting(userId) {
      const user = person(userId);
      setBlocked(user.id, false);
      return deliver(user, { write_access_allowed: { from_request: true } });
    },
    setBlocked,
  };

  function setBlocked(userId: string, isBlocked: boolean): void {
    const user = person(userId);
    const state = store.chat(userId);
    if (state.isBlocked === isBlocked) return;
    store.saveChat(userId, { ...state, hasStarted: true, isBlocked });
    const bot = buildBotUser(context.bot);
    const member = { user: bot, status: 'member' };
    const kicked = { user: bot, status: 'kicked', until_date: 0 };
    updates.add(
      'my_chat_member',
      {
        chat: buildPrivateChat(user),
        from: buildBotUser(user),
        date: Math.floor(context.now()),
        old_chat_member: isBlocked ? member : kicked,
        new_chat_member: isBlocked ? kicked : member,
      },
      `chat:${userId}`,
    );
    book.announce({ kind: 'chat', userId });
  }
}
