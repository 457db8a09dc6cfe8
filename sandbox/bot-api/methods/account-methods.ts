import { badRequest } from '../api-error.ts';
import type { BotCommand, MenuButton } from '../bot-store.ts';
import { buildBotUser } from '../build-objects.ts';
import { findChat } from '../chats.ts';
import type { BotApiContext, BotApiMethod } from '../context.ts';
import type { Parameters } from '../parameters.ts';
import { checkedWebAppUrl } from '../reply-markup.ts';

function getMe(_: Parameters, { bot }: BotApiContext): unknown {
  return {
    ...buildBotUser(bot),
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: true,
    can_connect_to_business: false,
    has_main_web_app: true,
  };
}

/** `commands:<scope>:<language>`; the chat of a scope is part of its name. */
function commandsKey(parameters: Parameters): string {
  const scope = parameters.json('scope', 'bot command scope') as
    | { type?: string; chat_id?: number }
    | undefined;
  const type = scope?.type ?? 'default';
  const chat = scope?.chat_id === undefined ? '' : `:${scope.chat_id}`;
  return `commands:${type}${chat}:${parameters.text('language_code')}`;
}

function setMyCommands(parameters: Parameters, context: BotApiContext): unknown {
  const given = parameters.json('commands', 'list of bot commands');
  if (!Array.isArray(given)) throw badRequest('expected an Array of BotCommand');
  if (given.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  context.store.saveSetting(commandsKey(parameters), given.map(readCommand));
  return true;
}

function readCommand(value: unknown): BotCommand {
  const { command, description } = (value ?? {}) as Partial<BotCommand>;
  const name = typeof command === 'string' ? command.trim().replace(/^\//, '') : '';
  if (!/^[a-z0-9_]{1,32}$/.test(name)) throw badRequest('BOT_COMMAND_INVALID');
  const text = typeof description === 'string' ? description.trim() : '';
  if (text === '' || text.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  return { command: name, description: text };
}

function getMyCommands(parameters: Parameters, context: BotApiContext): unknown {
  return context.store.setting<BotCommand[]>(commandsKey(parameters), []);
}

function deleteMyCommands(parameters: Parameters, context: BotApiContext): unknown {
  context.store.saveSetting(commandsKey(parameters), []);
  return true;
}

function menuKey(parameters: Parameters, context: BotApiContext): string {
  if (!parameters.has('chat_id')) return 'menu-button';
  const target = findChat(parameters, context);
  if (target.kind !== 'private') throw badRequest('chat not found');
  return `menu-button:${target.user.id}`;
}

function setChatMenuButton(parameters: Parameters, context: BotApiContext): unknown {
  const key = menuKey(parameters, context);
  const value = (parameters.json('menu_button', 'menu button') ?? { type: 'default' }) as Record<
    string,
    unknown
  >;
  context.store.saveSetting(key, readMenuButton(value));
  context.book.announce({ kind: 'chat', userId: key.includes(':') ? (key.split(':')[1] ?? '') : '*' });
  return true;
}

function readMenuButton(value: Record<string, unknown>): MenuButton {
  if (value.type === 'default' || value.type === 'commands') return { type: value.type };
  if (value.type !== 'web_app') throw badRequest('MenuButton has unsupported type');
  const app = value.web_app as { url?: unknown } | undefined;
  if (typeof value.text !== 'string' || value.text === '') throw badRequest('BUTTON_TEXT_INVALID');
  return { type: 'web_app', text: value.text, web_app: { url: checkedWebAppUrl(app?.url, 'menu button') } };
}

function getChatMenuButton(parameters: Parameters, context: BotApiContext): unknown {
  const general = context.store.setting<MenuButton>('menu-button', { type: 'commands' });
  return context.store.setting<MenuButton>(menuKey(parameters, context), general);
}

/** A text of the bot's profile that can be set per language. */
function profileText(
  name: string,
  field: string,
  maxLength: number,
): { set: BotApiMethod; get: BotApiMethod } {
  const key = (parameters: Parameters) => `${name}:${parameters.text('language_code')}`;
  return {
    set(parameters, context) {
      const text = parameters.text(field);
      if (text.length > maxLength) throw badRequest(`${field.toUpperCase()}_TOO_LONG`);
      context.store.saveSetting(key(parameters), text);
      context.book.announce({ kind: 'chat', userId: '*' });
      return true;
    },
    get: (parameters, context) => ({
      [field]: context.store.setting(key(parameters), context.store.setting(`${name}:`, '')),
    }),
  };
}

const description = profileText('description', 'description', 512);
const shortDescription = profileText('short-description', 'short_description', 120);
const botName = profileText('bot-name', 'name', 64);

/** The name of a language is the general one where there is none, and a bot always has a general one. */
function getMyName(parameters: Parameters, context: BotApiContext): unknown {
  const { store, bot } = context;
  return { name: store.setting(`bot-name:${parameters.text('language_code')}`, '') || bot.firstName };
}

/** The general name is the bot's first name, wherever somebody sees it; an empty one takes nothing away. */
function setMyName(parameters: Parameters, context: BotApiContext): unknown {
  const name = parameters.text('name');
  const isGeneral = parameters.text('language_code') === '';
  if (isGeneral && name.trim() === '') return true;
  const result = botName.set(parameters, context);
  if (isGeneral) context.bot.firstName = name;
  return result;
}

/** The bot itself: who it is, its commands, its menu button, its profile texts. */
export const accountMethods: Record<string, BotApiMethod> = {
  getMe,
  logOut: () => true,
  close: () => true,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setChatMenuButton,
  getChatMenuButton,
  setMyDescription: description.set,
  getMyDescription: description.get,
  setMyShortDescription: shortDescription.set,
  getMyShortDescription: shortDescription.get,
  setMyName,
  getMyName,
};
