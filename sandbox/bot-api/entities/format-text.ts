import { badRequest } from '../api-error.ts';
import type { BotEntity } from '../bot-objects.ts';
import type { Parameters } from '../parameters.ts';
import { findEntities } from './find-entities.ts';
import { parseHtml } from './parse-html.ts';
import { parseMarkdown } from './parse-markdown.ts';
import { parseMarkdownV2 } from './parse-markdown-v2.ts';

/** The longest text of a message and the longest caption, in UTF-16 code units after parsing. */
export const maxTextLength = 4_096;
export const maxCaptionLength = 1_024;

export interface FormattedText {
  text: string;
  entities: BotEntity[];
}

/** `parse_mode` in lower case; the names are taken in any. */
const parsers: Record<string, ((source: string) => FormattedText) | undefined> = {
  html: parseHtml,
  markdown: parseMarkdown,
  markdownv2: parseMarkdownV2,
};

/**
 * Reads a text with its formatting: `parse_mode` if given, else the array in `entitiesName`. White space at both ends
 * is trimmed and entities follow, as Telegram does; what Telegram finds by itself is added.
 */
export function readFormattedText(
  parameters: Parameters,
  textName: string,
  entitiesName: string,
): FormattedText {
  const source = parameters.text(textName).replaceAll('\r', '').toWellFormed();
  const given = parameters.text('parse_mode').trim().toLowerCase();
  const mode = given === 'none' ? '' : given;
  const parse = parsers[mode];
  if (mode !== '' && parse === undefined) throw badRequest('unsupported parse_mode');
  const parsed =
    parse?.(source) ??
    ({
      text: source,
      entities: readEntities(parameters.json(entitiesName, 'message entities'), source),
    } satisfies FormattedText);
  const trimmed = trim(parsed.text, parsed.entities.map(withoutLoneLanguage));
  return { text: trimmed.text, entities: findEntities(trimmed.text, trimmed.entities) };
}

function readEntities(value: unknown, text: string): BotEntity[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const entity = entry as Partial<BotEntity> | null;
    if (entity === null || typeof entity.type !== 'string') return [];
    const { offset, length } = entity;
    if (!Number.isInteger(offset) || !Number.isInteger(length)) return [];
    const begin = Number(offset);
    const end = Math.min(begin + Number(length), text.length);
    return begin < 0 || begin >= end
      ? []
      : [{ ...entity, type: entity.type, offset: begin, length: end - begin }];
  });
}

/** Only a code block carries a language; the one of an inline `code` is forgotten. */
function withoutLoneLanguage(entity: BotEntity): BotEntity {
  if (entity.type !== 'code') return entity;
  return { type: entity.type, offset: entity.offset, length: entity.length };
}

function trim(text: string, entities: BotEntity[]): FormattedText {
  const lead = text.length - text.trimStart().length;
  const kept = text.trim();
  const moved = entities.flatMap((entity) => {
    const begin = Math.max(entity.offset - lead, 0);
    const end = Math.min(entity.offset + entity.length - lead, kept.length);
    return end <= begin ? [] : [{ ...entity, offset: begin, length: end - begin }];
  });
  return { text: kept, entities: moved };
}
