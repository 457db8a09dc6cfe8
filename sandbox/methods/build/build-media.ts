import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { pollAnswers } from '#sandbox/world/poll-answers.ts';
import type { VisibleMessage, WorldMedia } from '#sandbox/world/world.ts';

/** The media of a message. Files are only described: nothing here can be downloaded. */
export function buildMedia(message: VisibleMessage, dcId: number): TlObject | undefined {
  const { media } = message;
  if (media === null) return undefined;
  const id = fileId(message);
  const file: FileIdentity = {
    id,
    access_hash: id ^ 0x5a5a5a5a5a5a5a5an,
    file_reference: Buffer.from(`${message.channelId}:${message.id}`),
    date: message.date,
    dc_id: dcId,
  };
  switch (media.kind) {
    case 'photo':
      return { _: 'messageMediaPhoto', photo: buildPhoto(file) };
    case 'video':
    case 'document':
      return {
        _: 'messageMediaDocument',
        video: media.kind === 'video',
        document: buildDocument(media, file),
      };
    case 'webpage':
      return { _: 'messageMediaWebPage', webpage: buildWebPage(media, file.id) };
    case 'poll':
      return buildPoll(media, file.id);
    case 'geo':
      return {
        _: 'messageMediaGeo',
        geo: { _: 'geoPoint', long: 37.6, lat: 55.7, access_hash: file.access_hash },
      };
    case 'contact':
      return {
        _: 'messageMediaContact',
        phone_number: '79990000000',
        first_name: media.detail ?? 'Contact',
        last_name: '',
        vcard: '',
        user_id: 0n,
      };
    case 'other':
      return { _: 'messageMediaUnsupported' };
  }
}

interface FileIdentity {
  id: bigint;
  access_hash: bigint;
  file_reference: Buffer;
  date: number;
  dc_id: number;
}

/** Different for every message, positive and far above 2^53. */
function fileId(message: VisibleMessage): bigint {
  return BigInt.asUintN(62, (BigInt(message.channelId) << 28n) + BigInt(message.id));
}

function buildPhoto(file: FileIdentity): TlObject {
  return {
    _: 'photo',
    ...file,
    sizes: [
      { _: 'photoSize', type: 'm', w: 320, h: 213, size: 18_000 },
      { _: 'photoSize', type: 'x', w: 800, h: 533, size: 74_000 },
      { _: 'photoSize', type: 'y', w: 1280, h: 853, size: 141_000 },
    ],
  };
}

function buildDocument({ kind, detail }: WorldMedia, file: FileIdentity): TlObject {
  const isVideo = kind === 'video';
  return {
    _: 'document',
    ...file,
    mime_type: detail ?? (isVideo ? 'video/mp4' : 'application/octet-stream'),
    size: 1_048_576n,
    attributes: isVideo
      ? [{ _: 'documentAttributeVideo', supports_streaming: true, duration: 42, w: 1280, h: 720 }]
      : [{ _: 'documentAttributeFilename', file_name: 'document' }],
  };
}

function buildWebPage({ detail }: WorldMedia, id: bigint): TlObject {
  const url = detail ?? 'https://example.org/';
  return {
    _: 'webPage',
    id,
    url,
    display_url: url.replace(/^https?:\/\//, ''),
    hash: 0,
    type: 'article',
    site_name: 'example.org',
    title: 'Example',
  };
}

function buildPoll({ detail }: WorldMedia, id: bigint): TlObject {
  const question = detail ?? '?';
  const answers = pollAnswers(question);
  const optionOf = (index: number): Buffer => Buffer.from(String(index));
  return {
    _: 'messageMediaPoll',
    poll: {
      _: 'poll',
      id,
      question: buildPlainText(question),
      answers: answers.map(({ text }, index) => ({
        _: 'pollAnswer',
        text: buildPlainText(text),
        option: optionOf(index),
      })),
      hash: 0n,
    },
    results: {
      _: 'pollResults',
      results: answers.map(({ voters }, index) => ({
        _: 'pollAnswerVoters',
        option: optionOf(index),
        voters,
        // The newer layer has one flag for both.
        recent_voters: [],
      })),
      total_voters: answers.reduce((sum, { voters }) => sum + voters, 0),
    },
  };
}

function buildPlainText(text: string): TlObject {
  return { _: 'textWithEntities', text, entities: [] };
}
