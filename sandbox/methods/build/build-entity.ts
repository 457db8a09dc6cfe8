import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldEntity } from '#sandbox/world/world.ts';

/** Entities that are nothing but a place in the text. */
const plain = new Set([
  'Mention',
  'Hashtag',
  'BotCommand',
  'Url',
  'Email',
  'Bold',
  'Italic',
  'Code',
  'Phone',
  'Cashtag',
  'Underline',
  'Strike',
  'BankCard',
  'Spoiler',
  'Blockquote',
]);

/** One entity of a text; a type that is not known here is sent as `messageEntityUnknown`. */
export function buildEntity(entity: WorldEntity): TlObject {
  const { type, offset, length } = entity;
  const place = { offset, length };
  if (plain.has(type)) return { _: `messageEntity${type}`, ...place };
  if (type === 'TextUrl') return { _: 'messageEntityTextUrl', ...place, url: entity.url ?? '' };
  if (type === 'Pre') return { _: 'messageEntityPre', ...place, language: entity.language ?? '' };
  if (type === 'CustomEmoji' && entity.customEmojiId !== undefined) {
    return { _: 'messageEntityCustomEmoji', ...place, document_id: BigInt(entity.customEmojiId) };
  }
  return { _: 'messageEntityUnknown', ...place };
}
