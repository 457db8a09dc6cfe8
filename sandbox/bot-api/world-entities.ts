import type { WorldEntity } from '#sandbox/world/world.ts';
import type { BotEntity } from './bot-objects.ts';

/** Names that are not the same words in both: the world's, then the Bot API's. */
const renamed: [string, string][] = [
  ['TextUrl', 'text_link'],
  ['Strike', 'strikethrough'],
  ['Phone', 'phone_number'],
  ['BankCard', 'bank_card'],
  ['Blockquote', 'blockquote'],
  ['Blockquote', 'expandable_blockquote'],
];

/** Formatting of the world as the Bot API names it. */
export function buildBotEntities(entities: readonly WorldEntity[]): BotEntity[] {
  return entities.map(({ type, offset, length, url, language, customEmojiId }) => ({
    type: renamed.find(([world]) => world === type)?.[1] ?? toSnakeCase(type),
    offset,
    length,
    ...(url !== undefined && { url }),
    ...(language !== undefined && { language }),
    ...(customEmojiId !== undefined && { custom_emoji_id: customEmojiId }),
  }));
}

/** Formatting of the Bot API as the world keeps it. */
export function buildWorldEntities(entities: readonly BotEntity[]): WorldEntity[] {
  return entities.map(({ type, offset, length, url, language, custom_emoji_id }) => ({
    type: renamed.find(([, bot]) => bot === type)?.[0] ?? toCamelCase(type),
    offset,
    length,
    ...(url !== undefined && { url }),
    ...(language !== undefined && { language }),
    ...(custom_emoji_id !== undefined && { customEmojiId: custom_emoji_id }),
  }));
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter, at: number) => `${at === 0 ? '' : '_'}${letter.toLowerCase()}`);
}

function toCamelCase(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
