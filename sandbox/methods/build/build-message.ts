import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { VisibleMessage, WorldChannel } from '#sandbox/world/world.ts';
import { buildEntity } from './build-entity.ts';
import { buildMedia } from './build-media.ts';
import { buildReactions } from './build-reactions.ts';

/** A message of a channel or group: `message` or `messageService`, exactly as the world shows it at this instant. */
export function buildMessage(message: VisibleMessage, channel: WorldChannel, dcId: number): TlObject {
  const common = {
    post: channel.kind === 'broadcast',
    id: message.id,
    from_id: message.fromId === null ? undefined : { _: 'peerUser', user_id: BigInt(message.fromId) },
    peer_id: { _: 'peerChannel', channel_id: BigInt(channel.id) },
    date: message.date,
    reply_to: buildReplyHeader(message.replyToId),
  };
  if (message.service !== null) {
    return { _: 'messageService', ...common, action: buildAction(message.service, channel) };
  }
  return {
    _: 'message',
    ...common,
    edit_hide: message.isEditHidden,
    pinned: message.isPinned,
    fwd_from: buildForward(message),
    message: message.text,
    media: buildMedia(message, dcId),
    entities: message.entities.length === 0 ? undefined : message.entities.map(buildEntity),
    views: message.views,
    forwards: message.forwards,
    replies: buildReplies(message.comments, channel),
    edit_date: message.editDate,
    post_author: message.postAuthor,
    grouped_id: message.groupedId === null ? undefined : BigInt(message.groupedId),
    reactions: buildReactions(message.reactions),
  };
}

/** Comments of a post with the group they are written in; undefined where comments are off. */
export function buildReplies(comments: number | null, channel: WorldChannel): TlObject | undefined {
  if (comments === null || channel.linkedChatId === null) return undefined;
  return {
    _: 'messageReplies',
    comments: true,
    replies: comments,
    replies_pts: comments + 1,
    channel_id: BigInt(channel.linkedChatId),
  };
}

/** A comment answers the group's copy of the post. */
function buildReplyHeader(replyToId: number | undefined): TlObject | undefined {
  return replyToId === undefined ? undefined : { _: 'messageReplyHeader', reply_to_msg_id: replyToId };
}

/** Where a copy comes from; that of the discussion group says so twice, which is how clients know it. */
function buildForward({ forward, isThreadHead }: VisibleMessage): TlObject | undefined {
  if (forward === null) return undefined;
  const { date, channelId, postId, fromName } = forward;
  const saved = isThreadHead && channelId !== null;
  return {
    _: 'messageFwdHeader',
    from_id: channelId === null ? undefined : { _: 'peerChannel', channel_id: BigInt(channelId) },
    from_name: fromName,
    date,
    channel_post: postId,
    saved_from_peer: saved ? { _: 'peerChannel', channel_id: BigInt(channelId) } : undefined,
    saved_from_msg_id: saved ? postId : undefined,
  };
}

function buildAction(service: string, channel: WorldChannel): TlObject {
  if (service === 'messageActionChannelCreate') return { _: service, title: channel.title };
  // Everything else that recordings hold is either this or has fields nobody recorded.
  return { _: service === 'messageActionPinMessage' ? service : 'messageActionEmpty' };
}
