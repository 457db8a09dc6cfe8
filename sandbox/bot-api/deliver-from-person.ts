import type { WorldUser } from '#sandbox/world/world.ts';
import type { BotMessage } from './bot-objects.ts';
import { buildBotUser, buildPrivateChat } from './build-objects.ts';
import type { BotApiContext } from './context.ts';

/** Puts a person's message into the chat with the bot and tells the bot; whoever writes has started the bot. */
export function deliverFromPerson(
  context: BotApiContext,
  user: WorldUser,
  content: Partial<BotMessage>,
): BotMessage {
  const { store, book, updates } = context;
  const state = store.chat(user.id);
  if (!state.hasStarted || state.isBlocked)
    store.saveChat(user.id, { ...state, hasStarted: true, isBlocked: false });
  const message = book.add(user.id, {
    from: buildBotUser(user),
    chat: buildPrivateChat(user),
    date: Math.floor(context.now()),
    ...content,
  });
  updates.add('message', message, `chat:${user.id}`);
  return message;
}
