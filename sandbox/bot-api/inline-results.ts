import { badRequest } from './api-error.ts';
import type { BotMessage, InlineKeyboard } from './bot-objects.ts';
import type { BotApiContext } from './context.ts';
import { maxTextLength, readFormattedText } from './entities/format-text.ts';
import { createParameters } from './parameters.ts';
import { readInlineMarkup } from './reply-markup.ts';

/** One answer to an inline query: how it is listed, and the message that choosing it sends. */
export interface InlineResult {
  id: string;
  type: 'article' | 'photo' | 'document';
  title: string;
  description: string;
  content: Partial<BotMessage>;
  markup: InlineKeyboard | null;
}

const maxIdBytes = 64;

/** Reads one `InlineQueryResult`: articles, and photos and documents that were sent before. */
export function readInlineResult(value: unknown, context: BotApiContext): InlineResult {
  const refuse = (why: string) => badRequest(`can't parse inline query result: ${why}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse('object expected');
  const entry = { ...value } as Record<string, unknown>;
  const fields = createParameters(entry);
  const type = fields.text('type').toLowerCase();
  const id = fields.text('id');
  if (id === '') throw badRequest('RESULT_ID_EMPTY');
  if (Buffer.byteLength(id) > maxIdBytes) throw badRequest('RESULT_ID_INVALID');
  const common = {
    id,
    description: fields.text('description'),
    markup: readInlineMarkup(fields, { isPrivate: false }),
  };
  if (type === 'article') {
    const title = fields.text('title').trim();
    if (title === '') throw badRequest('ARTICLE_TITLE_EMPTY');
    const content = readContent(entry.input_message_content);
    if (content === null) throw refuse('Can\'t find field "input_message_content"');
    return { ...common, type, title, content };
  }
  if (type !== 'photo' && type !== 'document')
    throw refuse(`type "${type}" is unsupported for the inline query result`);
  const title = fields.text('title');
  if (type === 'document' && title.trim() === '') throw badRequest('FILE_TITLE_EMPTY');
  const media = readMedia(type, fields.text(`${type}_file_id`), context);
  return {
    ...common,
    type,
    title,
    content: readContent(entry.input_message_content) ?? { ...media, ...readCaption(entry) },
  };
}

function readContent(value: unknown): Partial<BotMessage> | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = createParameters({ ...value });
  const { text, entities } = readFormattedText(fields, 'message_text', 'entities');
  if (text === '') throw badRequest('message text is empty');
  if (text.length > maxTextLength) throw badRequest('MESSAGE_TOO_LONG');
  return { text, ...(entities.length > 0 && { entities }) };
}

function readCaption(entry: Record<string, unknown>): Partial<BotMessage> {
  const { text, entities } = readFormattedText(createParameters(entry), 'caption', 'caption_entities');
  if (text === '') return {};
  return { caption: text, ...(entities.length > 0 && { caption_entities: entities }) };
}

function readMedia(type: 'photo' | 'document', fileId: string, context: BotApiContext): Partial<BotMessage> {
  const path = context.files.pathOf(fileId);
  if (path?.startsWith(`${type}s`) !== true)
    throw badRequest('wrong remote file identifier specified: Wrong string length');
  const file = {
    file_id: fileId,
    file_unique_id: fileId.slice(-16),
    file_size: context.files.read(path)?.length ?? 0,
  };
  return type === 'photo' ? { photo: [{ ...file, width: 800, height: 600 }] } : { document: file };
}
