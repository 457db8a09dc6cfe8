import { pollAnswers } from '#sandbox/world/poll-answers.ts';
import type { VisibleMessage, WorldMedia } from '#sandbox/world/world.ts';
import type { BotMessage } from './bot-objects.ts';
import type { BotApiContext } from './context.ts';
import { drawPicture, pictureSizes } from './draw-picture.ts';
import { buildBotEntities, buildWorldEntities } from './world-entities.ts';

/** What a message carries besides its text and its place. */
const attachments = [
  ...(['photo', 'animation', 'document', 'video', 'audio', 'voice', 'sticker'] as const),
  ...(['poll', 'venue', 'location', 'contact'] as const),
];
type Attachment = Pick<BotMessage, (typeof attachments)[number]>;

/** A channel's post as the Bot API tells of it: a text, or an attachment with its caption. */
export function buildPostContent(context: BotApiContext, post: VisibleMessage): Partial<BotMessage> {
  const entities = buildBotEntities(post.entities);
  // The preview of a link is no attachment: such a post is a text.
  if (post.media === null || post.media.kind === 'webpage')
    return { text: post.text, ...(entities.length > 0 && { entities }) };
  const kept = context.store.setting<Attachment | null>(attachmentName(post.channelId, post.id), null);
  return {
    ...(kept ?? buildAttachment(context, post.media, post.id)),
    ...(post.text !== '' && { caption: post.text }),
    ...(post.text !== '' && entities.length > 0 && { caption_entities: entities }),
  };
}

/** The file that shows a photo of a channel, the same that a bot gets of it; null: the post is no photo. */
export function pictureOf(context: BotApiContext, post: VisibleMessage): string | null {
  if (post.media?.kind !== 'photo') return null;
  return buildPostContent(context, post).photo?.at(-1)?.file_id ?? null;
}

/** Publishes what a bot or one of its inline results brings, and keeps its files for whoever asks for the post later. */
export function publishContent(
  { world, store }: BotApiContext,
  channelId: string,
  content: Partial<BotMessage>,
): number {
  const text = content.text ?? content.caption ?? '';
  const entities = buildWorldEntities(content.entities ?? content.caption_entities ?? []);
  const media = mediaOf(content);
  const messageId = world.post(channelId, {
    text,
    entities,
    ...(media !== null && { media }),
    ...(content.media_group_id !== undefined && { groupedId: content.media_group_id }),
  });
  if (media !== null) {
    const given = attachments.flatMap((name) => (content[name] === undefined ? [] : [[name, content[name]]]));
    store.saveSetting(attachmentName(channelId, messageId), Object.fromEntries(given));
  }
  return messageId;
}

function attachmentName(channelId: string, messageId: number): string {
  return `attachment:${channelId}:${messageId}`;
}

/** The world's name of what is attached; null: a text. */
function mediaOf(content: Partial<BotMessage>): WorldMedia | null {
  if (content.photo !== undefined) return { kind: 'photo' };
  if (content.video !== undefined || content.animation !== undefined) return { kind: 'video' };
  const file = content.document ?? content.audio ?? content.voice ?? content.sticker;
  if (file !== undefined)
    return { kind: 'document', ...(file.mime_type !== undefined && { detail: file.mime_type }) };
  if (content.location !== undefined) return { kind: 'geo' };
  if (content.contact !== undefined) return { kind: 'contact', detail: content.contact.first_name };
  return null;
}

/** The world keeps no pixels and no bytes: a file of the right kind stands in for each. `seed` chooses the picture. */
function buildAttachment(
  { files }: BotApiContext,
  { kind, detail }: WorldMedia,
  seed: number,
): Partial<BotMessage> {
  switch (kind) {
    case 'photo':
      return {
        photo: pictureSizes.map((size) => {
          const { content, width, height } = drawPicture(seed, size);
          const file = files.save({ name: 'photo.png', mimeType: 'image/png', content }, 'photos');
          return { ...file, width, height };
        }),
      };
    case 'video': {
      const file = saveStandIn('video.mp4', 'video/mp4');
      return { video: { ...file, width: 1280, height: 720, duration: 30 } };
    }
    case 'document': {
      const mimeType = detail ?? 'application/octet-stream';
      const extension = /\/([a-z0-9]{1,8})$/i.exec(mimeType)?.[1] ?? 'bin';
      return { document: saveStandIn(`file.${extension}`, mimeType) };
    }
    case 'poll': {
      const question = detail ?? 'Poll';
      const answers = pollAnswers(question);
      return {
        poll: {
          id: String(seed),
          question,
          options: answers.map(({ text, voters }) => ({ text, voter_count: voters })),
          total_voter_count: answers.reduce((sum, { voters }) => sum + voters, 0),
          is_closed: false,
          is_anonymous: true,
          type: 'regular',
          allows_multiple_answers: false,
        },
      };
    }
    case 'geo':
      return { location: { latitude: 0, longitude: 0 } };
    case 'contact':
      return { contact: { phone_number: '', first_name: detail ?? 'Contact' } };
    default:
      // Bots see a kind of message that their API does not know as one without content.
      return {};
  }

  function saveStandIn(name: string, mimeType: string) {
    const content = Buffer.from(`A file of the local Telegram in place of ${name}.\n`);
    return { file_name: name, mime_type: mimeType, ...files.save({ name, mimeType, content }, 'documents') };
  }
}
