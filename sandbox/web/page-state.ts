import type { BotMessage, ReplyMarkup } from '#sandbox/bot-api/bot-objects.ts';
import type { BotCommand, MenuButton } from '#sandbox/bot-api/bot-store.ts';
import type { BotApiContext } from '#sandbox/bot-api/context.ts';
import { type ChatReactions, readChatReactions } from '#sandbox/bot-api/reactions.ts';
import { mayViewStatistics } from '#sandbox/methods/build/build-full-channel.ts';
import { type PersonRole, roleOf } from '#sandbox/world/people.ts';
import type { World, WorldChannel, WorldUser } from '#sandbox/world/world.ts';
import { isInside } from './channel-state.ts';
import { effectiveCommands, effectiveMenuButton, profileText } from './chat-settings.ts';

export interface PersonView {
  id: string;
  firstName: string;
  lastName: string | null;
  username: string | null;
  languageCode: string;
  /** Digits, to log in with over MTProto; null: none. */
  phone: string | null;
  /** null: none of the four people somebody can be. */
  role: PersonRole | null;
  /** How many channels there are in which the person is, administrates, and sees statistics. */
  channels: { joined: number; administrated: number; withStatistics: number };
}

export interface BotView {
  id: string;
  name: string;
  username: string;
  description: string;
}

/** Everything the page needs to draw one person's chat with the bot. */
export interface ChatView {
  person: PersonView;
  bot: BotView;
  hasStarted: boolean;
  isBlocked: boolean;
  messages: BotMessage[];
  /** Reactions to messages, by message id and then by who left them. */
  reactions: Record<string, ChatReactions>;
  keyboard: ReplyMarkup | null;
  commands: BotCommand[];
  menuButton: MenuButton;
}

/** The page draws no more than this; older ones stay in the store. */
const shownMessages = 300;

export function buildPersonView(world: World, user: WorldUser): PersonView {
  const { id, firstName, lastName, username, languageCode, phone } = user;
  const broadcasts = world.channels().filter(({ kind }) => kind === 'broadcast');
  const count = (isCounted: (channel: WorldChannel) => boolean): number =>
    broadcasts.filter(isCounted).length;
  return {
    ...{ id, firstName, lastName, username, languageCode, phone, role: roleOf(id) },
    channels: {
      joined: count((channel) => isInside(channel, user)),
      administrated: count(({ adminIds }) => adminIds.has(id)),
      withStatistics: count((channel) => mayViewStatistics(world, id, channel)),
    },
  };
}

export function buildBotView(context: BotApiContext, languageCode: string): BotView {
  const { bot, store } = context;
  return {
    id: bot.id,
    name: profileText(store, 'bot-name', languageCode) || bot.firstName,
    username: bot.username ?? '',
    description: profileText(store, 'description', languageCode),
  };
}

export function buildChatView(context: BotApiContext, user: WorldUser): ChatView {
  const { store, book } = context;
  const state = store.chat(user.id);
  return {
    person: buildPersonView(context.world, user),
    bot: buildBotView(context, user.languageCode),
    hasStarted: state.hasStarted,
    isBlocked: state.isBlocked,
    reactions: readChatReactions(context, user.id),
    messages: book.messages(user.id).slice(-shownMessages),
    keyboard: state.keyboard,
    commands: effectiveCommands(store, user.id, user.languageCode),
    menuButton: effectiveMenuButton(store, user.id),
  };
}
