import { badRequest } from '../api-error.ts';
import type { BotEntity } from '../bot-objects.ts';
import { checkedLink } from './checked-link.ts';

const spans: Record<string, string | undefined> = { _: 'italic', '*': 'bold', '`': 'code', '[': 'text_link' };

/**
 * Parses `parse_mode: Markdown`, the old dialect, as TDLib does: four kinds of entity that do not nest, a backslash only
 * before their own characters, and errors with the byte offset at which the entity begins.
 */
export function parseMarkdown(source: string): { text: string; entities: BotEntity[] } {
  const entities: BotEntity[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    const character = source[at] ?? '';
    const type = spans[character];
    if (character === '\\' && spans[source[at + 1] ?? ''] !== undefined) {
      text += source[at + 1];
      at += 2;
    } else if (type === undefined) {
      text += character;
      at += 1;
    } else {
      const isBlock = source.startsWith('```', at);
      const opening = isBlock ? readBlockOpening(source, at + 3) : { language: '', at: at + 1 };
      const closing = isBlock ? '```' : character === '[' ? ']' : character;
      const end = source.indexOf(closing, opening.at);
      if (end === -1) {
        const offset = Buffer.byteLength(source.slice(0, at));
        throw badRequest(
          `can't parse entities: Can't find end of the entity starting at byte offset ${offset}`,
        );
      }
      const content = source.slice(opening.at, end);
      const place = { offset: text.length, length: content.length };
      text += content;
      at = end + closing.length;
      if (type === 'text_link') {
        const link = readAddress(source, at, content);
        at = link.at;
        if (place.length > 0 && link.url !== null) entities.push({ type, ...place, url: link.url });
      } else if (place.length > 0) {
        const language = opening.language === '' ? {} : { language: opening.language };
        entities.push(isBlock ? { type: 'pre', ...place, ...language } : { type, ...place });
      }
    }
  }
  return { text, entities };
}

/** What follows three backticks: a language if white space ends it, and one line break, are no content. */
export function readBlockOpening(source: string, begin: number): { language: string; at: number } {
  const word = /^[^\s`]*/.exec(source.slice(begin))?.[0] ?? '';
  const after = begin + word.length;
  const hasLanguage = word !== '' && after < source.length && source[after] !== '`';
  const at = hasLanguage ? after : begin;
  const lineBreak = /^(?:\r\n|\n\r|\n|\r)/.exec(source.slice(at))?.[0] ?? '';
  return { language: hasLanguage ? word : '', at: at + lineBreak.length };
}

/** `(address)` behind the text of a link; without one the text itself is the address. */
function readAddress(source: string, at: number, content: string): { url: string | null; at: number } {
  if (source[at] !== '(') return { url: checkedLink(content), at };
  const end = source.indexOf(')', at);
  const stop = end === -1 ? source.length : end;
  return { url: checkedLink(source.slice(at + 1, stop)), at: stop + 1 };
}
