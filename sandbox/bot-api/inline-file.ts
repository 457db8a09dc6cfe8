import { BotApiError, badRequest } from './api-error.ts';
import type { BotMessage } from './bot-objects.ts';
import type { BotApiContext } from './context.ts';
import { readImageSize } from './image-size.ts';
import type { JsonFields } from './json-fields.ts';
import { isLoopbackHost } from './loopback.ts';
import type { UploadedFile } from './parameters.ts';

/** Types of results that are files: new ones by URL, and with `_file_id` those that were sent before. */
interface FileKind {
  /** Begin of the names of its fields. */
  prefix: string;
  /** Names of the files it may be, by their extensions; null: any. */
  extensions: readonly string[] | null;
  /** What Telegram says to a file that is none of them. */
  refusal: string;
  /** Whether a new one needs a `thumbnail_url`, and whether its `mime_type` counts. */
  hasThumbnail: boolean;
  mimeTypes: { allowed: readonly string[]; refusal: string } | null;
  /** Whether the list shows a title that must not be empty; the refusal, or null. */
  titleRefusal: string | null;
  build(file: SavedFile, entry: JsonFields): Partial<BotMessage>;
}

interface SavedFile {
  file_id: string;
  file_unique_id: string;
  file_size: number;
  file_name?: string;
  mime_type?: string;
  /** The content, for kinds that look into it. */
  content: Buffer;
}

const videoExtensions = ['mp4'];
const animationExtensions = ['gif', 'mp4'];
const stickerExtensions = ['webp', 'tgs', 'webm'];

const sizeOf = (entry: JsonFields, prefix: string) => ({
  width: entry.integer(`${prefix}_width`) || 320,
  height: entry.integer(`${prefix}_height`) || 240,
  duration: entry.integer(`${prefix}_duration`),
});

function withoutContent({ content: _, ...file }: SavedFile): Omit<SavedFile, 'content'> {
  return file;
}

const animation = (prefix: string): FileKind => ({
  prefix,
  extensions: animationExtensions,
  refusal: 'GIF_CONTENT_TYPE_INVALID',
  hasThumbnail: true,
  mimeTypes: null,
  titleRefusal: null,
  // An animation is told as a document too, as in every message of the Bot API.
  build: (file, entry) => ({
    animation: { ...withoutContent(file), ...sizeOf(entry, prefix) },
    document: withoutContent(file),
  }),
});

const sound = (prefix: 'audio' | 'voice', extensions: readonly string[]): FileKind => ({
  prefix,
  extensions,
  refusal: 'FILE_CONTENT_TYPE_INVALID',
  hasThumbnail: false,
  mimeTypes: null,
  titleRefusal: prefix === 'audio' ? 'AUDIO_TITLE_EMPTY' : 'FILE_TITLE_EMPTY',
  build: (file, entry) => ({
    [prefix]: { ...withoutContent(file), duration: entry.integer(`${prefix}_duration`) },
  }),
});

/** By the result's type; names, checks and refusals as in TDLib's `answer_inline_query` and messages.setInlineBotResults. */
export const fileKinds: Record<string, FileKind> = {
  photo: {
    prefix: 'photo',
    extensions: null,
    refusal: 'PHOTO_CONTENT_TYPE_INVALID',
    hasThumbnail: true,
    mimeTypes: null,
    titleRefusal: null,
    build(file) {
      const size = readImageSize(file.content);
      if (size === null) throw badRequest('PHOTO_CONTENT_TYPE_INVALID');
      const { file_id, file_unique_id, file_size } = file;
      return { photo: [{ file_id, file_unique_id, file_size, ...size }] };
    },
  },
  gif: animation('gif'),
  mpeg4_gif: animation('mpeg4'),
  video: {
    prefix: 'video',
    extensions: videoExtensions,
    refusal: 'VIDEO_CONTENT_TYPE_INVALID',
    hasThumbnail: true,
    mimeTypes: { allowed: ['video/mp4', 'text/html'], refusal: 'unallowed video MIME type' },
    titleRefusal: 'VIDEO_TITLE_EMPTY',
    build: (file, entry) => ({ video: { ...withoutContent(file), ...sizeOf(entry, 'video') } }),
  },
  document: {
    prefix: 'document',
    extensions: null,
    refusal: 'FILE_CONTENT_TYPE_INVALID',
    hasThumbnail: false,
    mimeTypes: {
      allowed: ['application/pdf', 'application/zip'],
      refusal: 'unallowed document MIME type',
    },
    titleRefusal: 'FILE_TITLE_EMPTY',
    build: (file) => ({ document: withoutContent(file) }),
  },
  sticker: {
    prefix: 'sticker',
    extensions: stickerExtensions,
    refusal: 'STICKER_DOCUMENT_INVALID',
    hasThumbnail: false,
    mimeTypes: null,
    titleRefusal: null,
    build: (file) => ({
      sticker: {
        ...withoutContent(file),
        type: 'regular',
        width: 512,
        height: 512,
        is_animated: false,
        is_video: false,
      },
    }),
  },
  audio: sound('audio', ['mp3', 'm4a', 'ogg', 'oga', 'wav']),
  voice: sound('voice', ['ogg', 'oga', 'mp3', 'm4a']),
};

/** Reads the file of a result: fetched from this machine, or one that was sent before. */
export async function readInlineFile(
  type: string,
  kind: FileKind,
  entry: JsonFields,
  context: BotApiContext,
): Promise<Partial<BotMessage>> {
  const url = type === 'sticker' ? '' : entry.text(`${kind.prefix}_url`);
  const isPhoto = type === 'photo';
  if (url === '') {
    const file = readKnown(entry.requiredText(`${kind.prefix}_file_id`), isPhoto, context);
    checkExtension(file.path, kind);
    return kind.build(file.saved, entry);
  }
  if (kind.hasThumbnail && !entry.has('thumbnail_url') && entry.text('thumb_url') === '')
    throw badRequest('can\'t parse inline query result: Can\'t find field "thumbnail_url"');
  checkMimeType(kind, entry);
  const fetched = await fetchHere(url, entry.text('mime_type'));
  checkExtension(fetched.name, kind);
  const saved = context.files.save(fetched, isPhoto ? 'photos' : 'documents');
  const named = { file_name: fetched.name, mime_type: fetched.mimeType };
  return kind.build({ ...saved, ...named, content: fetched.content }, entry);
}

function checkMimeType({ mimeTypes }: FileKind, entry: JsonFields): void {
  if (mimeTypes === null) return;
  const given = entry.requiredText('mime_type');
  if (!mimeTypes.allowed.some((type) => given.startsWith(type))) throw badRequest(mimeTypes.refusal);
}

function checkExtension(name: string, { extensions, refusal }: FileKind): void {
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (extensions !== null && !extensions.includes(extension)) throw badRequest(refusal);
}

function readKnown(fileId: string, isPhoto: boolean, context: BotApiContext) {
  const path = context.files.pathOf(fileId);
  const content = path === null ? null : context.files.read(path);
  if (path === null || content === null)
    throw badRequest('wrong remote file identifier specified: Wrong string length');
  const hasPhoto = path.startsWith('photos/');
  if (hasPhoto !== isPhoto) {
    const [is, wanted] = isPhoto ? ['Document', 'Photo'] : ['Photo', 'Document'];
    throw badRequest(`can't use file of type ${is} as ${wanted}`);
  }
  const saved = { file_id: fileId, file_unique_id: fileId.slice(-16), file_size: content.length, content };
  return { path, saved };
}

/** Telegram fetches the files of results; this one fetches from this machine alone, and not for long. */
const fetchDeadlineMs = 5_000;
const maxBytes = 20 * 1024 * 1024;

async function fetchHere(address: string, mimeType: string): Promise<UploadedFile> {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isHere = url !== null && /^https?:$/.test(url.protocol) && isLoopbackHost(url.hostname);
  if (!isHere) throw badRequest('WEBDOCUMENT_URL_INVALID');
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(fetchDeadlineMs) });
    if (!response.ok) throw badRequest('WEBDOCUMENT_URL_INVALID');
    const told = Number(response.headers.get('content-length') ?? 0);
    if (told > maxBytes) throw badRequest('WEBDOCUMENT_SIZE_TOO_BIG');
    const content = Buffer.from(await response.arrayBuffer());
    if (content.length > maxBytes) throw badRequest('WEBDOCUMENT_SIZE_TOO_BIG');
    const type = response.headers.get('content-type')?.split(';')[0] ?? mimeType;
    return { name: decodeURIComponent(url.pathname.split('/').at(-1) ?? ''), mimeType: type, content };
  } catch (error) {
    if (error instanceof BotApiError) throw error;
    // Nobody answered there, or not in time.
    throw badRequest('WEBDOCUMENT_URL_INVALID');
  }
}
