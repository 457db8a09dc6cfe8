import { badRequest } from '../api-error.ts';
import type { BotEntity } from '../bot-objects.ts';
import { checkedLink } from './checked-link.ts';
import { readBlockOpening } from './parse-markdown.ts';

type Kind =
  | 'Bold'
  | 'Italic'
  | 'Underline'
  | 'Strikethrough'
  | 'Spoiler'
  | 'Code'
  | 'Pre'
  | 'PreCode'
  | 'TextUrl'
  | 'CustomEmoji'
  | 'BlockQuote';

interface OpenEntity {
  kind: Kind;
  /** Where its text begins. */
  offset: number;
  /** Where it begins in the source. */
  at: number;
  language: string;
}

/** What ends an entity, and its type on the wire. */
const kinds: Record<Kind, { closing: string; type: string }> = {
  Bold: { closing: '*', type: 'bold' },
  Italic: { closing: '_', type: 'italic' },
  Underline: { closing: '__', type: 'underline' },
  Strikethrough: { closing: '~', type: 'strikethrough' },
  Spoiler: { closing: '||', type: 'spoiler' },
  Code: { closing: '`', type: 'code' },
  Pre: { closing: '```', type: 'pre' },
  PreCode: { closing: '```', type: 'pre' },
  TextUrl: { closing: ']', type: 'text_link' },
  CustomEmoji: { closing: ']', type: 'custom_emoji' },
  BlockQuote: { closing: '\n', type: 'blockquote' },
};

const openings: [string, Kind][] = [
  ['__', 'Underline'],
  ['_', 'Italic'],
  ['*', 'Bold'],
  ['~', 'Strikethrough'],
  ['||', 'Spoiler'],
  ['![', 'CustomEmoji'],
  ['[', 'TextUrl'],
  ['```', 'Pre'],
  ['`', 'Code'],
];

const reserved = new Set('_*[]()~`>#+-=|{}.!');

function fail(why: string): never {
  throw badRequest(`can't parse entities: ${why}`);
}

/**
 * Parses `parse_mode: MarkdownV2` as TDLib does: entities nest, every reserved character must be escaped, and errors
 * name the kind of entity and the byte offset at which it begins.
 */
export function parseMarkdownV2(source: string): { text: string; entities: BotEntity[] } {
  const entities: BotEntity[] = [];
  const open: OpenEntity[] = [];
  let text = '';
  let at = 0;

  function byteOffset(index: number): number {
    return Buffer.byteLength(source.slice(0, index));
  }

  function isLineStart(): boolean {
    return at === 0 || source[at - 1] === '\n';
  }

  function begin(kind: Kind, length: number): void {
    const opening = kind === 'Pre' ? readBlockOpening(source, at + 3) : { language: '', at: at + length };
    open.push({
      kind: opening.language === '' ? kind : 'PreCode',
      offset: text.length,
      at,
      language: opening.language,
    });
    at = opening.at;
  }

  function end(entity: OpenEntity): void {
    open.pop();
    const { closing, type } = kinds[entity.kind];
    at += closing.length;
    const place = { offset: entity.offset, length: text.length - entity.offset };
    const argument = readArgument(entity, text.slice(entity.offset));
    if (place.length === 0 || argument === null) return;
    entities.push({ type, ...place, ...argument });
  }

  /** Fields that belong to the entity besides its place; null: it is dropped. */
  function readArgument(entity: OpenEntity, content: string): Partial<BotEntity> | null {
    if (entity.kind === 'PreCode') return { language: entity.language };
    if (entity.kind === 'CustomEmoji') {
      if (source[at] !== '(') fail('Custom emoji entity must contain a tg://emoji URL');
      const address = readAddress('a custom emoji URL');
      const id = /^tg:\/\/emoji\/?\?(?:.*&)?id=(\d+)/i.exec(address)?.[1];
      if (id === undefined) fail('Custom emoji URL must have an emoji identifier');
      return { custom_emoji_id: id };
    }
    if (entity.kind !== 'TextUrl') return {};
    const url = checkedLink(source[at] === '(' ? readAddress('a URL') : content);
    return url === null ? null : { url };
  }

  function readAddress(what: string): string {
    const first = at + 1;
    let address = '';
    at = first;
    while (at < source.length && source[at] !== ')') {
      if (isEscape(source, at)) at++;
      address += source[at];
      at++;
    }
    if (at >= source.length) fail(`Can't find end of ${what} at byte offset ${byteOffset(first)}`);
    at++;
    return address;
  }

  /** A quotation goes on while the next line begins with `>` too; `||` at its end makes it expandable. */
  function endQuote(entity: OpenEntity, isExpandable: boolean): void {
    open.pop();
    const place = { offset: entity.offset, length: text.length - entity.offset };
    if (place.length > 0)
      entities.push({ type: isExpandable ? 'expandable_blockquote' : 'blockquote', ...place });
  }

  function readLineBreak(top: OpenEntity | undefined): void {
    const continues = top?.kind === 'BlockQuote' && source[at + 1] === '>';
    if (top?.kind === 'BlockQuote' && !continues) endQuote(top, false);
    text += '\n';
    at += continues ? 2 : 1;
  }

  while (at < source.length) {
    const top = open.at(-1);
    const isLiteral = top !== undefined && ['Code', 'Pre', 'PreCode'].includes(top.kind);
    const character = source[at] ?? '';
    if (isEscape(source, at)) {
      text += source[at + 1];
      at += 2;
    } else if (top !== undefined && top.kind !== 'BlockQuote' && ends(source, at, top.kind)) {
      end(top);
    } else if (isLiteral && character !== '`') {
      text += character;
      at++;
    } else if (character === '\n') {
      readLineBreak(top);
    } else if (top?.kind === 'BlockQuote' && /^\|\|(?:\n|$)/.test(source.slice(at))) {
      at += 2;
      endQuote(top, true);
    } else if (!reserved.has(character)) {
      text += character;
      at++;
    } else if (character === '>' && open.length === 0 && isLineStart()) {
      begin('BlockQuote', 1);
    } else {
      const opening = isLiteral ? undefined : openings.find(([mark]) => source.startsWith(mark, at));
      if (opening === undefined)
        fail(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
      begin(opening[1], opening[0].length);
    }
  }
  const last = open.at(-1);
  if (last?.kind === 'BlockQuote') endQuote(last, false);
  const unclosed = open.at(-1);
  if (unclosed !== undefined)
    fail(`Can't find end of ${unclosed.kind} entity at byte offset ${byteOffset(unclosed.at)}`);
  return { text, entities };
}

/** A backslash escapes any ASCII character but the last. */
function isEscape(source: string, at: number): boolean {
  const next = source.charCodeAt(at + 1);
  return source[at] === '\\' && next > 0 && next <= 126;
}

/** An underscore that is followed by another one belongs to an underline. */
function ends(source: string, at: number, kind: Kind): boolean {
  if (kind === 'Italic' && source[at + 1] === '_') return false;
  return source.startsWith(kinds[kind].closing, at);
}
