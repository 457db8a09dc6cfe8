import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type {
  VisibleMessage,
  WorldChannel,
  WorldEntity,
  WorldMedia,
  WorldReaction,
} from '#sandbox/world/world.ts';
import { including } from '../compare.ts';
import type { Scene } from '../scene.ts';
import { channelOf, tellChannel } from './tell-channel.ts';
import { tellUserById } from './tell-user.ts';

/** A message as everybody sees it at this instant. */
export function tellMessage(scene: Pick<Scene, 'world'>, message: VisibleMessage): TlObject {
  const channel = channelOf(scene, message.channelId);
  const place = {
    id: message.id,
    peer_id: peerOf(channel.id),
    from_id: message.fromId === null ? undefined : { _: 'peerUser', user_id: BigInt(message.fromId) },
    date: message.date,
    post: channel.kind === 'broadcast',
    reply_to:
      message.replyToId === undefined
        ? undefined
        : { _: 'messageReplyHeader', reply_to_msg_id: message.replyToId },
  };
  if (message.service !== null) return { _: 'messageService', ...place, action: including(message.service) };
  const { forward, reactions, groupedId, entities } = message;
  return {
    _: 'message',
    ...place,
    message: message.text,
    entities: entities.length === 0 ? undefined : entities.map(tellEntity),
    media: message.media === null ? undefined : tellMedia(message.media),
    views: message.views,
    forwards: message.forwards,
    replies: tellReplies(message, channel),
    edit_date: message.editDate,
    edit_hide: message.isEditHidden,
    pinned: message.isPinned,
    post_author: message.postAuthor,
    grouped_id: groupedId === null ? undefined : BigInt(groupedId),
    fwd_from:
      forward === null
        ? undefined
        : {
            _: 'messageFwdHeader',
            date: forward.date,
            from_id: forward.channelId === null ? undefined : peerOf(forward.channelId),
            channel_post: forward.postId,
            from_name: forward.fromName,
            // Telegram's own copy in a discussion group names the post twice.
            saved_from_peer:
              message.isThreadHead && forward.channelId !== null ? peerOf(forward.channelId) : undefined,
            saved_from_msg_id: message.isThreadHead ? forward.postId : undefined,
          },
    reactions:
      reactions.length === 0
        ? undefined
        : {
            _: 'messageReactions',
            results: reactions.map(tellReaction),
          },
  };
}

/** Comments of a post; undefined where there are none to be had. */
export function tellReplies({ comments }: VisibleMessage, { linkedChatId }: WorldChannel) {
  if (comments === null || linkedChatId === null) return undefined;
  return including('messageReplies', {
    comments: true,
    replies: comments,
    channel_id: BigInt(linkedChatId),
  });
}

/** A page of messages of one channel together with everybody it names, each once, in any order of being named. */
export function tellPage(scene: Scene, channelId: string, messages: readonly VisibleMessage[]) {
  const chatIds = new Set([channelId]);
  const userIds = new Set<string>();
  for (const { fromId, forward, comments } of messages) {
    if (fromId !== null) userIds.add(fromId);
    if (forward !== null && forward.channelId !== null) chatIds.add(forward.channelId);
    const { linkedChatId } = channelOf(scene, channelId);
    if (comments !== null && linkedChatId !== null) chatIds.add(linkedChatId);
  }
  return {
    messages: messages.map((message) => tellMessage(scene, message)),
    chats: [...chatIds].map((id) => tellChannel(scene, id)),
    users: [...userIds].map((id) => tellUserById(scene, id)),
  };
}

/** `messages.channelMessages` of these messages out of `count`. */
export function tellChannelMessages(
  scene: Scene,
  channelId: string,
  messages: readonly VisibleMessage[],
  count: number,
): TlObject {
  return {
    _: 'messages.channelMessages',
    pts: scene.world.pts(channelId),
    count,
    topics: [],
    ...tellPage(scene, channelId, messages),
  };
}

export function peerOf(channelId: string): TlObject {
  return { _: 'peerChannel', channel_id: BigInt(channelId) };
}

function tellReaction({ emoticon, customEmojiId, isPaid, count }: WorldReaction): TlObject {
  const kinds = [
    emoticon !== undefined && { _: 'reactionEmoji', emoticon },
    customEmojiId !== undefined && { _: 'reactionCustomEmoji', document_id: BigInt(customEmojiId) },
    isPaid === true && { _: 'reactionPaid' },
  ];
  return { _: 'reactionCount', reaction: kinds.find((kind) => kind !== false), count };
}

function tellEntity({ type, offset, length, url, language, customEmojiId }: WorldEntity) {
  const document_id = customEmojiId === undefined ? undefined : BigInt(customEmojiId);
  return including(`messageEntity${type}`, { offset, length, url, language, document_id });
}

const mediaNames: Readonly<Record<WorldMedia['kind'], string>> = {
  photo: 'messageMediaPhoto',
  video: 'messageMediaDocument',
  document: 'messageMediaDocument',
  webpage: 'messageMediaWebPage',
  poll: 'messageMediaPoll',
  geo: 'messageMediaGeo',
  contact: 'messageMediaContact',
  other: 'messageMediaUnsupported',
};

/** What is true of a medium: its kind, and the question of a poll. */
function tellMedia({ kind, detail }: WorldMedia) {
  const question = including('textWithEntities', { text: detail ?? '?' });
  const fields = kind === 'poll' ? { poll: including('poll', { question }) } : {};
  return including(mediaNames[kind], fields);
}
