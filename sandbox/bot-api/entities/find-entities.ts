import type { BotEntity } from '../bot-objects.ts';

/** What Telegram finds in plain text by itself, in order of precedence. */
const patterns: { type: string; pattern: RegExp }[] = [
  {
    type: 'url',
    pattern:
      /(?:https?:\/\/|tg:\/\/|ton:\/\/)[^\s<>"]+|(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:com|org|net|me|io|dev|app|ru|info|news|tv|co|uk|de|localhost)(?::\d{1,5})?(?:\/[^\s<>"]*)?(?![\w@])/gi,
  },
  { type: 'email', pattern: /(?<![\w.+-])[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi },
  {
    type: 'bot_command',
    pattern: /(?<![\p{L}\p{N}_/<>])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\p{L}\p{N}_/<>])/giu,
  },
  { type: 'mention', pattern: /(?<![\p{L}\p{N}_])@[a-z0-9_]{2,32}(?![\p{L}\p{N}_])/giu },
  { type: 'hashtag', pattern: /(?<![\p{L}\p{N}_&#])#(?=[\p{N}_]*\p{L})[\p{L}\p{N}_]{1,256}/gu },
  { type: 'cashtag', pattern: /(?<![\p{L}\p{N}_$])\$[A-Z]{3,8}(?![\p{L}\p{N}_])/gu },
];

/** Formatting inside which nothing is found. */
const opaque = new Set(['code', 'pre', 'text_link', 'custom_emoji', 'text_mention']);

/**
 * Adds the entities Telegram finds by itself (links, commands, mentions, hashtags …) to the formatting that was given,
 * ordered by offset and, at the same offset, the longer first.
 */
export function findEntities(text: string, given: readonly BotEntity[]): BotEntity[] {
  const taken = given.filter((entity) => opaque.has(entity.type));
  const found: BotEntity[] = [];
  for (const { type, pattern } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const value = type === 'url' ? match[0].replace(/[.,:;!?)\]}'"»]+$/, '') : match[0];
      const entity = { type, offset: match.index, length: value.length };
      if (![...taken, ...found].some((other) => overlaps(entity, other))) found.push(entity);
    }
  }
  return [...given, ...found].sort((a, b) => a.offset - b.offset || b.length - a.length);
}

function overlaps(a: BotEntity, b: BotEntity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
