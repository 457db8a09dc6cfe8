import type { Api } from 'telegram';
import type { MediaKind } from '#contract/post.ts';

const kinds: Partial<Record<Api.TypeMessageMedia['className'], MediaKind>> = {
  MessageMediaPhoto: 'photo',
  MessageMediaWebPage: 'webpage',
  MessageMediaPoll: 'poll',
  MessageMediaGeo: 'location',
  MessageMediaGeoLive: 'location',
  MessageMediaVenue: 'location',
  MessageMediaContact: 'contact',
  MessageMediaStory: 'story',
};

/** What a message carries besides its text; null: nothing. Documents are told apart by their attributes. */
export function buildMediaKind(media: Api.TypeMessageMedia | null | undefined): MediaKind | null {
  if (!media || media.className === 'MessageMediaEmpty') return null;
  if (media.className === 'MessageMediaDocument') return documentKind(media);
  return kinds[media.className] ?? 'other';
}

function documentKind(media: Api.MessageMediaDocument): MediaKind {
  if (media.document?.className !== 'Document') return 'document';
  const { attributes, mimeType } = media.document;
  const has = (name: Api.TypeDocumentAttribute['className']): boolean =>
    attributes.some((attribute) => attribute.className === name);
  if (has('DocumentAttributeSticker')) return 'sticker';
  if (has('DocumentAttributeAnimated')) return 'animation';
  if (has('DocumentAttributeVideo')) return 'video';
  const audio = attributes.find((attribute) => attribute.className === 'DocumentAttributeAudio');
  if (audio) return audio.voice ? 'voice' : 'audio';
  return mimeType.startsWith('video/') ? 'video' : 'document';
}
