import { badRequest } from './api-error.ts';
import type { InlineKeyboard } from './bot-objects.ts';
import type { BotApiContext } from './context.ts';
import { type InlineContent, plainResults, readInlineCaption, readInputContent } from './inline-content.ts';
import { fileKinds, readInlineFile } from './inline-file.ts';
import { type JsonFields, readJsonFields } from './json-fields.ts';
import { createParameters } from './parameters.ts';
import { readInlineMarkup } from './reply-markup.ts';

/** One answer to an inline query: how it is listed, and the message that choosing it sends. */
export interface InlineResult {
  id: string;
  /** Telegram's name: `article`, `photo`, `gif` … */
  type: string;
  title: string;
  description: string;
  content: InlineContent;
  markup: InlineKeyboard | null;
}

const maxIdBytes = 64;

/**
 * Reads one `InlineQueryResult` of any kind but games. Files come from this machine, or are named by the id of one that
 * was sent before. Refuses what the Bot API server and messages.setInlineBotResults refuse, with their texts.
 */
export async function readInlineResult(value: unknown, context: BotApiContext): Promise<InlineResult> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest("can't parse inline query result: Inline query result must be an object");
  }
  const entry = readJsonFields({ ...value }, 'inline query result');
  const type = entry.requiredText('type').toLowerCase();
  const id = entry.requiredText('id');
  const given = readInputContent(entry, type === 'article');
  const markup = readInlineMarkup(createParameters(entry.raw), { isPrivate: false });
  const listed = await readListed(type, entry, given, context);
  if (id === '' || Buffer.byteLength(id) > maxIdBytes) throw badRequest('RESULT_ID_INVALID');
  return { id, type, markup, ...listed };
}

async function readListed(
  type: string,
  entry: JsonFields,
  given: InlineContent | null,
  context: BotApiContext,
): Promise<Pick<InlineResult, 'title' | 'description' | 'content'>> {
  if (type === 'article') {
    const title = entry.requiredText('title').trim();
    if (title === '') throw badRequest('ARTICLE_TITLE_EMPTY');
    return { title, description: entry.text('description'), content: given ?? {} };
  }
  const plain = Object.hasOwn(plainResults, type) ? plainResults[type]?.(entry) : undefined;
  if (plain !== undefined) return { ...plain, content: given ?? plain.content };
  const kind = Object.hasOwn(fileKinds, type) ? fileKinds[type] : undefined;
  if (kind === undefined) {
    throw badRequest(
      `can't parse inline query result: type "${type}" is unsupported for the inline query result`,
    );
  }
  const title = kind.titleRefusal === null ? entry.text('title') : entry.requiredText('title');
  if (kind.titleRefusal !== null && title.trim() === '') throw badRequest(kind.titleRefusal);
  const media = await readInlineFile(type, kind, entry, context);
  const caption = type === 'sticker' ? {} : readInlineCaption(entry);
  return { title, description: entry.text('description'), content: given ?? { ...media, ...caption } };
}
