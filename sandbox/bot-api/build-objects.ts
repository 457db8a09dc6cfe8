import type { WorldChannel, WorldUser } from '#sandbox/world/world.ts';
import type { BotChat, BotUser } from './bot-objects.ts';

/** A user of the world as the Bot API shows people to a bot. */
export function buildBotUser(user: WorldUser): BotUser {
  return {
    id: Number(user.id),
    is_bot: user.isBot,
    first_name: user.firstName,
    ...(user.lastName !== null && { last_name: user.lastName }),
    ...(user.username !== null && { username: user.username }),
    ...(!user.isBot && { language_code: user.languageCode }),
    ...(user.isPremium && { is_premium: true as const }),
  };
}

/** The private chat with a person. */
export function buildPrivateChat(user: WorldUser): BotChat {
  return {
    id: Number(user.id),
    type: 'private',
    first_name: user.firstName,
    ...(user.lastName !== null && { last_name: user.lastName }),
    ...(user.username !== null && { username: user.username }),
  };
}

/** A channel or group; its id is marked with −100. */
export function buildChannelChat(channel: WorldChannel): BotChat {
  return {
    id: markedId(channel.id),
    title: channel.title,
    ...(channel.username !== null && { username: channel.username }),
    type: channel.kind === 'broadcast' ? 'channel' : 'supergroup',
  };
}

/** −100 in front of the bare id, as the Bot API writes channels. */
export function markedId(channelId: string): number {
  return Number(`-100${channelId}`);
}
