import { badRequest } from '../api-error.ts';
import type { BotEntity } from '../bot-objects.ts';
import { checkedLink } from './checked-link.ts';
import { decodeHtmlEntity } from './decode-html-entity.ts';

const allowedTags = new Set([
  'a',
  'b',
  'strong',
  'i',
  'em',
  's',
  'strike',
  'del',
  'u',
  'ins',
  'tg-spoiler',
  'tg-emoji',
  'span',
  'pre',
  'code',
  'blockquote',
]);

const entityTypes: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  u: 'underline',
  ins: 'underline',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  code: 'code',
};

interface OpenTag {
  name: string;
  argument: string;
  begin: number;
}

/**
 * Parses `parse_mode: HTML` as TDLib does, refusals included: the same tags, the same tolerance for sloppy attributes,
 * and error texts with the byte offset at which the tag begins. Offsets of entities are UTF-16 code units.
 */
export function parseHtml(source: string): { text: string; entities: BotEntity[] } {
  const entities: BotEntity[] = [];
  const open: OpenTag[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    if (source[at] === '&') {
      const decoded = decodeHtmlEntity(source, at);
      if (decoded !== null) {
        text += decoded.character;
        at = decoded.end;
        continue;
      }
    }
    if (source[at] !== '<') {
      text += source[at];
      at++;
    } else if (source[at + 1] === '/') {
      at = closeTag(source, at, open, text, entities);
    } else {
      const tag = readOpeningTag(source, at);
      open.push({ name: tag.name, argument: tag.argument, begin: text.length });
      at = tag.end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) fail(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
  return { text, entities };
}

function fail(why: string): never {
  throw badRequest(`can't parse entities: ${why}`);
}

function byteOffset(source: string, at: number): number {
  return Buffer.byteLength(source.slice(0, at));
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && /[ \t\r\n\0\v]/.test(character);
}

function readOpeningTag(source: string, begin: number): { name: string; argument: string; end: number } {
  const offset = byteOffset(source, begin);
  let at = begin + 1;
  while (at < source.length && !isSpace(source[at]) && source[at] !== '>') at++;
  if (at >= source.length) fail(`Unclosed start tag at byte offset ${offset}`);
  const name = source.slice(begin + 1, at).toLowerCase();
  if (!allowedTags.has(name)) fail(`Unsupported start tag "${name}" at byte offset ${offset}`);
  let argument = '';
  while (source[at] !== '>') {
    while (isSpace(source[at])) at++;
    if (source[at] === '>') break;
    const attribute = readAttribute(source, at, name, offset);
    argument = argumentOf(name, attribute.name, attribute.value) ?? argument;
    at = attribute.end;
  }
  if (name === 'span' && argument !== 'spoiler') {
    fail(`Tag "span" must have class "tg-spoiler" at byte offset ${offset}`);
  }
  return { name, argument, end: at + 1 };
}

function readAttribute(
  source: string,
  begin: number,
  tag: string,
  offset: number,
): { name: string; value: string; end: number } {
  let at = begin;
  while (at < source.length && !isSpace(source[at]) && source[at] !== '=' && source[at] !== '>') at++;
  const name = source.slice(begin, at).toLowerCase();
  if (name === '') fail(`Empty attribute name in the tag "${tag}" at byte offset ${offset}`);
  while (isSpace(source[at])) at++;
  if (at >= source.length) fail(`Unclosed start tag at byte offset ${offset}`);
  if (source[at] !== '=') return { name, value: '', end: at };
  at++;
  while (isSpace(source[at])) at++;
  const value = source[at] === '"' || source[at] === "'" ? readQuoted(source, at) : readToken(source, at);
  if (value.end >= source.length) fail(`Unclosed start tag at byte offset ${offset}`);
  return { name, ...value };
}

function readQuoted(source: string, begin: number): { value: string; end: number } {
  const quote = source[begin];
  let value = '';
  let at = begin + 1;
  while (at < source.length && source[at] !== quote) {
    const decoded = source[at] === '&' ? decodeHtmlEntity(source, at) : null;
    value += decoded?.character ?? source[at];
    at = decoded?.end ?? at + 1;
  }
  return { value, end: at + 1 };
}

function readToken(source: string, begin: number): { value: string; end: number } {
  let at = begin;
  while (/[A-Za-z0-9.-]/.test(source[at] ?? '')) at++;
  if (at < source.length && !isSpace(source[at]) && source[at] !== '>') {
    fail(`Unexpected end of name token at byte offset ${byteOffset(source, begin)}`);
  }
  return { value: source.slice(begin, at).toLowerCase(), end: at };
}

function argumentOf(tag: string, attribute: string, value: string): string | null {
  if (tag === 'a' && attribute === 'href') return value;
  if (tag === 'code' && attribute === 'class' && value.startsWith('language-')) return value.slice(9);
  if (tag === 'span' && attribute === 'class' && value.startsWith('tg-')) return value.slice(3);
  if (tag === 'tg-emoji' && attribute === 'emoji-id') return value;
  if (tag === 'blockquote' && attribute === 'expandable') return 'expandable';
  return null;
}

function closeTag(
  source: string,
  begin: number,
  open: OpenTag[],
  text: string,
  entities: BotEntity[],
): number {
  const offset = byteOffset(source, begin);
  const tag = open.pop();
  if (tag === undefined) fail(`Unexpected end tag at byte offset ${offset}`);
  let at = begin + 2;
  while (at < source.length && !isSpace(source[at]) && source[at] !== '>') at++;
  const name = source.slice(begin + 2, at).toLowerCase();
  while (isSpace(source[at])) at++;
  if (source[at] !== '>') fail(`Unclosed end tag at byte offset ${offset}`);
  if (name !== '' && name !== tag.name) {
    fail(`Unmatched end tag at byte offset ${offset}, expected "</${tag.name}>", found "</${name}>"`);
  }
  if (text.length > tag.begin) addEntity(tag, text, entities);
  return at + 1;
}

function addEntity(tag: OpenTag, text: string, entities: BotEntity[]): void {
  const place = { offset: tag.begin, length: text.length - tag.begin };
  if (tag.name === 'a') {
    const url = checkedLink(tag.argument === '' ? text.slice(tag.begin) : tag.argument);
    if (url !== null) entities.push({ type: 'text_link', ...place, url });
  } else if (tag.name === 'pre') {
    const inner = entities.at(-1);
    const isCode = inner?.type === 'code' && inner.offset === place.offset && inner.length === place.length;
    if (isCode) entities.pop();
    const language = isCode ? inner.language : undefined;
    entities.push({ type: 'pre', ...place, ...(language === undefined ? {} : { language }) });
  } else if (tag.name === 'code') {
    // The language of a lone <code> is dropped by `withoutLoneLanguages` once its surroundings are known.
    entities.push({ type: 'code', ...place, ...(tag.argument === '' ? {} : { language: tag.argument }) });
  } else if (tag.name === 'blockquote') {
    entities.push({ type: tag.argument === '' ? 'blockquote' : 'expandable_blockquote', ...place });
  } else if (tag.name === 'tg-emoji') {
    if (!/^\d+$/.test(tag.argument)) fail('Invalid custom emoji identifier specified');
    entities.push({ type: 'custom_emoji', ...place, custom_emoji_id: tag.argument });
  } else {
    entities.push({ type: entityTypes[tag.name] ?? tag.name, ...place });
  }
}
