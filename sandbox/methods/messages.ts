import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { getBotHistory } from './bot-chat.ts';
import { buildReplies } from './build/build-message.ts';
import { buildChats, buildPage } from './build/build-page.ts';
import { intField, intsField, objectField } from './fields.ts';
import { getDialogs } from './message-dialogs.ts';
import { searchMessages } from './message-search.ts';
import type { MethodTable, UserCall } from './method.ts';
import { findPeer } from './peers.ts';

/** Telegram gives at most so many messages at once, whatever is asked for. */
const pageSize = 100;

/** Histories and counters. Bots are refused all of it. */
export const messageMethods: MethodTable = {
  'messages.getHistory': { for: 'people', answer: getHistory },
  'messages.getMessagesViews': { for: 'people', answer: getMessagesViews },
  'messages.getDialogs': { for: 'people', answer: getDialogs },
  'messages.search': { for: 'people', answer: searchMessages },
};

/** One page of the history of a channel, a group or a chat with a bot, newest first. */
function getHistory(call: UserCall): TlObject {
  const { world, caller, rpc, request } = call;
  const limit = intField(request, 'limit');
  if (limit < 0) throw new RpcError(400, 'LIMIT_INVALID');
  const peer = findPeer(call, objectField(request, 'peer'));
  const page = {
    offsetId: intField(request, 'offset_id'),
    offsetDate: intField(request, 'offset_date'),
    addOffset: intField(request, 'add_offset'),
    limit: Math.min(limit, pageSize),
    minId: intField(request, 'min_id'),
    maxId: intField(request, 'max_id'),
  };
  if (peer.kind === 'user') return getBotHistory(call, peer.user, page);
  const { messages, count } = world.history(peer.channel.id, page);
  return {
    _: 'messages.channelMessages',
    ...buildPage(world, caller.id, peer.channel, messages, rpc.dcId),
    pts: world.pts(peer.channel.id),
    count,
    topics: [],
  };
}

/** Counters by id, in the order asked for; an entry without fields for a message that is not there. */
function getMessagesViews(call: UserCall): TlObject {
  const { world, caller, request } = call;
  const peer = findPeer(call, objectField(request, 'peer'));
  const ids = intsField(request, 'id');
  if (peer.kind === 'user') throw new RpcError(400, 'PEER_ID_INVALID');
  if (ids.length > pageSize) throw new RpcError(400, 'LIMIT_INVALID');
  const { channel } = peer;
  const found = ids.map((id) => world.message(channel.id, id));
  const hasComments = found.some((message) => message !== null && message.comments !== null);
  return {
    _: 'messages.messageViews',
    views: found.map((message) => ({
      _: 'messageViews',
      views: message?.views,
      forwards: message?.forwards,
      replies: message === null ? undefined : buildReplies(message.comments, channel),
    })),
    chats: buildChats(
      world,
      caller.id,
      hasComments && channel.linkedChatId !== null ? [channel.linkedChatId] : [],
    ),
    users: [],
  };
}
