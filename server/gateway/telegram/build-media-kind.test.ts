import bigInt from 'big-integer';
import { Api } from 'telegram';
import { expect, it } from 'vitest';
import { buildMediaKind } from './build-media-kind.ts';

function aDocument(
  attributes: Api.TypeDocumentAttribute[],
  mimeType = 'application/pdf',
): Api.TypeMessageMedia {
  return new Api.MessageMediaDocument({
    document: new Api.Document({
      id: bigInt(1),
      accessHash: bigInt(2),
      fileReference: Buffer.alloc(0),
      date: 0,
      mimeType,
      size: bigInt(3),
      dcId: 2,
      attributes,
    }),
  });
}

const video = new Api.DocumentAttributeVideo({ duration: 1, w: 1, h: 1 });
const sticker = new Api.DocumentAttributeSticker({ alt: '', stickerset: new Api.InputStickerSetEmpty() });

it.each([
  ['nothing', undefined, null],
  ['an empty media', new Api.MessageMediaEmpty(), null],
  ['a photo', new Api.MessageMediaPhoto({}), 'photo'],
  ['a dice', new Api.MessageMediaDice({ value: 1, emoticon: '🎲' }), 'other'],
  ['a file', aDocument([new Api.DocumentAttributeFilename({ fileName: 'a.pdf' })]), 'document'],
  ['a video', aDocument([video], 'video/mp4'), 'video'],
  ['a video without attributes', aDocument([], 'video/mp4'), 'video'],
  [
    'an animation, which has video attributes too',
    aDocument([video, new Api.DocumentAttributeAnimated()]),
    'animation',
  ],
  ['a video sticker', aDocument([video, sticker], 'video/webm'), 'sticker'],
  ['a voice message', aDocument([new Api.DocumentAttributeAudio({ voice: true, duration: 1 })]), 'voice'],
  ['a song', aDocument([new Api.DocumentAttributeAudio({ duration: 1 })]), 'audio'],
  ['a document that expired', new Api.MessageMediaDocument({}), 'document'],
])('calls %s by its kind', (_name, media, kind) => {
  expect(buildMediaKind(media)).toBe(kind);
});
