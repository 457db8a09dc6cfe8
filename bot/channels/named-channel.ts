import type { Message } from 'grammy/types';

/** `@name`, or a link to a channel or a post, in every form that Telegram itself opens. */
const nameOrLink =
  /(?<![\w@/.])(?:@[a-z]\w{2,31}\b|(?:https?:\/\/)?(?:www\.)?(?:t\.me|telegram\.(?:me|dog))\/[^\s<>"]+|(?:https?:\/\/)?[a-z]\w{2,31}\.t\.me\b[^\s<>"]*|tg:\/\/[^\s<>"]+)/i;

/** The first name or link inside a text, without the punctuation of the sentence around it. */
export function findNameOrLink(text: string): string | null {
  return findNamesAndLinks(text)[0] ?? null;
}

/** Every name and link inside a text, in their order, each once. */
export function findNamesAndLinks(text: string): string[] {
  const found = text.match(new RegExp(nameOrLink, 'gi')) ?? [];
  return [...new Set(found.map((name) => name.replace(/[.,;:!?)»”"']+$/, '')))];
}

/**
 * The channel a message is about, as text for `track`: a forwarded post's channel, a link behind words, else the first
 * name or link in the text or caption; null when there is none. A forwarded post of a channel without a name is given
 * as the link that such posts have, which `track` answers as private.
 */
export function findNamedChannel(message: Message): string | null {
  const origin = message.forward_origin;
  if (origin?.type === 'channel') {
    const { chat } = origin;
    return chat.username === undefined
      ? `t.me/c/${String(chat.id).replace(/^-100/, '')}`
      : `@${chat.username}`;
  }
  const text = message.text ?? message.caption ?? '';
  const named = findNameOrLink(text);
  if (named !== null) return named;
  for (const entity of message.entities ?? message.caption_entities ?? []) {
    if (entity.type === 'text_link' && findNameOrLink(entity.url) !== null) return entity.url;
  }
  return null;
}
