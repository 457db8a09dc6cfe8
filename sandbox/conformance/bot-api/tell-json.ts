import type { WorldChannel, WorldUser } from '#sandbox/world/world.ts';
import { satisfying } from '../compare.ts';
import type { BotScene } from './bot-row.ts';

/** Whatever the world does not decide. */
export const aNumber = satisfying('a number', (value) => typeof value === 'number' && value > 0);
export const aText = satisfying('a text', (value) => typeof value === 'string' && value !== '');

/** A user as bots see people. */
export function tellBotUser(user: WorldUser) {
  return {
    id: Number(user.id),
    is_bot: user.isBot,
    first_name: user.firstName,
    last_name: user.lastName,
    username: user.username,
    language_code: user.isBot ? undefined : user.languageCode,
    is_premium: user.isPremium ? true : undefined,
  };
}

export function tellPrivateChat({ id, firstName, lastName, username }: WorldUser) {
  return { id: Number(id), type: 'private', first_name: firstName, last_name: lastName, username };
}

export function tellChannelChat({ id, title, username, kind }: WorldChannel) {
  return { id: Number(`-100${id}`), type: kind === 'broadcast' ? 'channel' : 'supergroup', title, username };
}

/** A message of the bot to the owner. */
export function tellSent({ bot, owner }: BotScene, content: Readonly<Record<string, unknown>>) {
  return {
    message_id: aNumber,
    date: aNumber,
    from: tellBotUser(bot),
    chat: tellPrivateChat(owner),
    ...content,
  };
}
