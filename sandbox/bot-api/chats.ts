import type { WorldChannel, WorldUser } from '#sandbox/world/world.ts';
import { badRequest } from './api-error.ts';
import type { BotChat } from './bot-objects.ts';
import { buildChannelChat, buildPrivateChat } from './build-objects.ts';
import type { BotApiContext } from './context.ts';
import type { Parameters } from './parameters.ts';

/** The chat a call is about. */
export type TargetChat =
  | { kind: 'private'; user: WorldUser; chat: BotChat }
  | { kind: 'channel'; channel: WorldChannel; chat: BotChat };

/** Reads `chat_id` (number, −100… or @name) and finds the chat as this bot may see it. */
export function findChat(parameters: Parameters, context: BotApiContext): TargetChat {
  const id = parameters.text('chat_id').trim();
  if (id === '') throw badRequest('chat_id is empty');
  const channel = findChannel(id, context);
  if (channel !== null) return { kind: 'channel', channel, chat: buildChannelChat(channel) };
  const user = /^\d+$/.test(id) ? context.world.user(id) : null;
  if (user === null || user.isBot || !context.store.chat(user.id).hasStarted)
    throw badRequest('chat not found');
  return { kind: 'private', user, chat: buildPrivateChat(user) };
}

function findChannel(id: string, context: BotApiContext): WorldChannel | null {
  if (id.startsWith('@')) {
    const found = context.world.byUsername(id.slice(1));
    return found?.kind === 'channel' ? found.channel : null;
  }
  if (!id.startsWith('-100')) return null;
  const channel = context.world.channel(id.slice(4));
  if (channel === null) return null;
  return channel.username !== null || isMember(channel, context) ? channel : null;
}

/** True when the bot was added to the channel. */
export function isMember(channel: WorldChannel, context: BotApiContext): boolean {
  return channel.memberIds.has(context.bot.id) || channel.adminIds.has(context.bot.id);
}
