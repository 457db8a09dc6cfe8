import { badRequest } from '../api-error.ts';
import type { BotMessage } from '../bot-objects.ts';
import type { BotApiContext, BotApiMethod } from '../context.ts';
import { deliverMessage } from '../deliver-message.ts';
import { findEditable, saveEdit } from '../edit-message.ts';
import { readImageSize } from '../image-size.ts';
import { createParameters, type Parameters, type UploadedFile } from '../parameters.ts';
import { readInlineMarkup } from '../reply-markup.ts';
import { readCaption } from './message-methods.ts';

type Media = Pick<BotMessage, 'photo' | 'document'>;

/** As many as an album may have. */
const mostItems = 10;

/** The upload a field names: the field itself, or the part behind `attach://name`. */
function findUpload(parameters: Parameters, field: string): UploadedFile | null {
  const direct = parameters.file(field);
  if (direct !== null) return direct;
  const value = parameters.text(field);
  return value.startsWith('attach://') ? parameters.file(value.slice('attach://'.length)) : null;
}

function readPhoto(file: UploadedFile | null, known: string, context: BotApiContext): Media {
  if (file === null) return { photo: [{ ...readKnown(known, 'photos', context), width: 800, height: 600 }] };
  const size = readImageSize(file.content);
  if (size === null) throw badRequest('IMAGE_PROCESS_FAILED');
  if (size.width + size.height > 10_000) throw badRequest('PHOTO_INVALID_DIMENSIONS');
  return { photo: [{ ...context.files.save(file, 'photos'), ...size }] };
}

function readDocument(file: UploadedFile | null, known: string, context: BotApiContext): Media {
  if (file === null) return { document: readKnown(known, 'documents', context) };
  const saved = context.files.save(file, 'documents');
  return { document: { file_name: file.name, mime_type: file.mimeType, ...saved } };
}

/** A file that was sent before, named by its id. */
function readKnown(fileId: string, kind: 'photos' | 'documents', context: BotApiContext) {
  const path = context.files.pathOf(fileId);
  const isPhoto = kind === 'photos';
  if (fileId === '') throw badRequest(`there is no ${isPhoto ? 'photo' : 'document'} in the request`);
  if (path === null) throw badRequest('wrong remote file identifier specified: Wrong string length');
  if (!path.startsWith(kind)) {
    const [is, wanted] = isPhoto ? ['Document', 'Photo'] : ['Photo', 'Document'];
    throw badRequest(`can't use file of type ${is} as ${wanted}`);
  }
  return {
    file_id: fileId,
    file_unique_id: fileId.slice(-16),
    file_size: context.files.read(path)?.length ?? 0,
  };
}

function sendPhoto(parameters: Parameters, context: BotApiContext): unknown {
  const caption = readCaption(parameters);
  const media = readPhoto(findUpload(parameters, 'photo'), parameters.text('photo'), context);
  return deliverMessage(parameters, context, { ...media, ...caption });
}

function sendDocument(parameters: Parameters, context: BotApiContext): unknown {
  const caption = readCaption(parameters);
  const media = readDocument(findUpload(parameters, 'document'), parameters.text('document'), context);
  return deliverMessage(parameters, context, { ...media, ...caption });
}

/** One entry of `media`, with its caption parsed as its own parameters. */
function readInputMedia(
  value: unknown,
  parameters: Parameters,
  context: BotApiContext,
): Media & Partial<BotMessage> {
  const entry = (value ?? {}) as Record<string, unknown>;
  const source = String(entry.media ?? '');
  const file = source.startsWith('attach://') ? parameters.file(source.slice('attach://'.length)) : null;
  const caption = readCaption(createParameters(entry));
  if (entry.type === 'photo') return { ...readPhoto(file, source, context), ...caption };
  if (entry.type === 'document') return { ...readDocument(file, source, context), ...caption };
  const why =
    entry.type === undefined ? 'Can\'t find field "type"' : `type "${String(entry.type)}" is unsupported`;
  throw badRequest(`can't parse InputMedia: ${why}`);
}

function sendMediaGroup(parameters: Parameters, context: BotApiContext): unknown {
  const media = parameters.json('media', 'media');
  if (media === undefined) throw badRequest('parameter "media" is required');
  if (!Array.isArray(media)) throw badRequest('expected an Array of InputMedia');
  const items = media.map((entry: unknown) => readInputMedia(entry, parameters, context));
  if (items.length === 0) throw badRequest('there are no messages to send');
  if (items.length > mostItems) throw badRequest('too many messages to send as an album');
  if (items.some(({ photo }) => photo !== undefined) && items.some(({ document }) => document !== undefined))
    throw badRequest("document can't be mixed with other media types");
  // One alone is an ordinary message.
  const group = items.length > 1 && { media_group_id: String(1e16 + Math.floor(Math.random() * 1e12)) };
  return items.map((item) => deliverMessage(parameters, context, { ...item, ...group }));
}

function editMessageMedia(parameters: Parameters, context: BotApiContext): unknown {
  const media = readInputMedia(parameters.json('media', 'input media'), parameters, context);
  const target = findEditable(parameters, context);
  if (target.message.chat.type !== 'private') throw badRequest("message can't be edited");
  const {
    text: _,
    entities: __,
    photo: ___,
    document: ____,
    caption: _____,
    caption_entities: ______,
    ...rest
  } = target.message;
  return saveEdit(context, target, { ...rest, ...media }, readInlineMarkup(parameters, { isPrivate: true }));
}

function getFile(parameters: Parameters, context: BotApiContext): unknown {
  const fileId = parameters.text('file_id');
  if (fileId === '') throw badRequest('file_id not specified');
  const path = context.files.pathOf(fileId);
  if (path === null) throw badRequest('invalid file_id');
  const size = context.files.read(path)?.length ?? 0;
  return { file_id: fileId, file_unique_id: fileId.slice(-16), file_size: size, file_path: path };
}

/** Pictures, documents and albums. */
export const mediaMethods: Record<string, BotApiMethod> = {
  sendPhoto,
  sendDocument,
  sendMediaGroup,
  editMessageMedia,
  getFile,
};
