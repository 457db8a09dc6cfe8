import { z } from 'zod';
import type { TextEntity } from '#contract/post.ts';
import { cleanText } from './clean-text.ts';

export const entitySchema = z.looseObject({
  type: z.string(),
  offset: z.int(),
  length: z.int(),
  url: z.string().optional(),
  language: z.string().optional(),
  custom_emoji_id: z.string().optional(),
});

/** Names of the Bot API → those of MTProto, under which entities are stored. */
const names: Record<string, string> = {
  mention: 'Mention',
  hashtag: 'Hashtag',
  cashtag: 'Cashtag',
  bot_command: 'BotCommand',
  url: 'Url',
  email: 'Email',
  phone_number: 'Phone',
  bold: 'Bold',
  italic: 'Italic',
  underline: 'Underline',
  strikethrough: 'Strike',
  spoiler: 'Spoiler',
  blockquote: 'Blockquote',
  expandable_blockquote: 'Blockquote',
  code: 'Code',
  pre: 'Pre',
  text_link: 'TextUrl',
  text_mention: 'MentionName',
  custom_emoji: 'CustomEmoji',
};

/** One formatting entity as we store it, whichever interface told it. */
export function buildEntity(entity: z.infer<typeof entitySchema>): TextEntity {
  const { type, offset, length, url, language, custom_emoji_id: customEmojiId } = entity;
  return {
    type: names[type] ?? 'Unknown',
    offset,
    length,
    ...(url === undefined ? {} : { url: cleanText(url) }),
    ...(type === 'pre' ? { language: cleanText(language ?? '') } : {}),
    ...(customEmojiId === undefined ? {} : { customEmojiId }),
  };
}
