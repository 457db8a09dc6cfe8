import type { VisibleMessage, WorldChannel, WorldMedia, WorldUser } from '#sandbox/world/world.ts';
import type { BotMessage } from './bot-objects.ts';
import { buildBotUser, buildChannelChat } from './build-objects.ts';
import { buildOrigin } from './channel-updates.ts';
import type { BotApiContext } from './context.ts';
import { drawPicture } from './draw-picture.ts';
import { PersonError } from './person-error.ts';
import { buildBotEntities } from './world-entities.ts';

/** A private channel exists only for those inside. */
export function maySee(channel: WorldChannel, user: WorldUser): boolean {
  return channel.username !== null || channel.memberIds.has(user.id) || channel.adminIds.has(user.id);
}

/** What the bot gets when this person forwards a post to it: content and origin; refuses what Telegram refuses. */
export function buildForwardedPost(
  context: BotApiContext,
  user: WorldUser,
  channelId: string,
  messageId: number,
): Partial<BotMessage> {
  const channel = context.world.channel(channelId);
  if (channel === null || !maySee(channel, user))
    throw new PersonError('no-such-chat', 'There is no such channel for you.');
  const post = context.world.message(channelId, messageId);
  if (post === null) throw new PersonError('no-such-message', 'There is no such post.');
  if (post.service !== null)
    throw new PersonError('not-allowed', 'Service messages cannot be forwarded in Telegram.');
  return { ...contentOf(context, post), forward_origin: originOf(context, channel, post) };
}

function contentOf(context: BotApiContext, post: VisibleMessage): Partial<BotMessage> {
  const entities = buildBotEntities(post.entities);
  // The preview of a link is no attachment: such a post is a text.
  if (post.media === null || post.media.kind === 'webpage')
    return { text: post.text, ...(entities.length > 0 && { entities }) };
  return {
    ...attachmentOf(context, post.media, post.id),
    ...(post.text !== '' && { caption: post.text }),
    ...(post.text !== '' && entities.length > 0 && { caption_entities: entities }),
  };
}

function attachmentOf(
  { files }: BotApiContext,
  { kind, detail }: WorldMedia,
  seed: number,
): Partial<BotMessage> {
  switch (kind) {
    case 'photo': {
      const { content, ...size } = drawPicture(seed);
      const file = files.save({ name: 'photo.png', mimeType: 'image/png', content }, 'photos');
      return { photo: [{ ...file, ...size }] };
    }
    case 'video': {
      const file = saveStandIn('video.mp4', 'video/mp4');
      return { video: { ...file, width: 1280, height: 720, duration: 30 } };
    }
    case 'document': {
      const mimeType = detail ?? 'application/octet-stream';
      const extension = /\/([a-z0-9]{1,8})$/i.exec(mimeType)?.[1] ?? 'bin';
      return { document: saveStandIn(`file.${extension}`, mimeType) };
    }
    case 'poll':
      return {
        poll: {
          id: String(seed),
          question: detail ?? 'Poll',
          options: [],
          total_voter_count: 0,
          is_closed: false,
          is_anonymous: true,
          type: 'regular',
          allows_multiple_answers: false,
        },
      };
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

/** Who first published it: a post that is a forward itself keeps its origin when it is forwarded on. */
function originOf(
  context: BotApiContext,
  channel: WorldChannel,
  post: VisibleMessage,
): Record<string, unknown> {
  if (post.forward !== null) return buildOrigin(post.forward, context);
  const date = Math.floor(post.date);
  const signature = post.postAuthor !== null && { author_signature: post.postAuthor };
  const chat = buildChannelChat(channel);
  if (channel.kind === 'broadcast') return { type: 'channel', date, chat, message_id: post.id, ...signature };
  const author = post.fromId === null ? null : context.world.user(post.fromId);
  if (author !== null) return { type: 'user', date, sender_user: buildBotUser(author) };
  // The crowd of a group are no users that one could name.
  if (post.fromId !== null) return { type: 'hidden_user', date, sender_user_name: 'Deleted Account' };
  return { type: 'chat', date, sender_chat: chat, ...signature };
}
