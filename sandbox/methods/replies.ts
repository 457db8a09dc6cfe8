import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';
import { buildPage } from './build/build-page.ts';
import { intField, objectField } from './fields.ts';
import type { MethodTable, UserCall } from './method.ts';
import { findPeer, mayRead } from './peers.ts';

const pageSize = 100;

/** Comments of posts, which are messages of the discussion group. */
export const replyMethods: MethodTable = {
  'messages.getReplies': { for: 'people', answer: getReplies },
  'messages.getDiscussionMessage': { for: 'people', answer: getDiscussionMessage },
};

/** `messages.getReplies`: the comments of a post, or of its copy in the group, the newest first. */
function getReplies(call: UserCall): TlObject {
  const { world, caller, rpc, request } = call;
  const { group, headId } = findThread(call);
  const limit = intField(request, 'limit');
  if (limit < 0) throw new RpcError(400, 'LIMIT_INVALID');
  const { messages, count } = world.replies(group.id, headId, {
    offsetId: intField(request, 'offset_id'),
    offsetDate: intField(request, 'offset_date'),
    addOffset: intField(request, 'add_offset'),
    limit: Math.min(limit, pageSize),
    minId: intField(request, 'min_id'),
    maxId: intField(request, 'max_id'),
  });
  return {
    _: 'messages.channelMessages',
    ...buildPage(world, caller.id, group, messages, rpc.dcId),
    pts: world.pts(group.id),
    count,
    topics: [],
  };
}

/** `messages.getDiscussionMessage`: the copy of a post below which its comments are written. */
function getDiscussionMessage(call: UserCall): TlObject {
  const { world, caller, rpc } = call;
  const { group, headId } = findThread(call);
  const head = world.message(group.id, headId);
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, minId: 0, maxId: 0 };
  const [newest] = world.replies(group.id, headId, page).messages;
  return {
    _: 'messages.discussionMessage',
    ...buildPage(world, caller.id, group, head === null ? [] : [head], rpc.dcId),
    max_id: newest?.id,
    read_inbox_max_id: newest?.id,
    unread_count: 0,
  };
}

/** `MSG_ID_INVALID` where there is no message or no comments below it. */
function findThread(call: UserCall): { group: WorldChannel; headId: number } {
  const { world, caller, request } = call;
  const peer = findPeer(call, objectField(request, 'peer'));
  if (peer.kind === 'user') throw new RpcError(400, 'PEER_ID_INVALID');
  const thread = world.threadOf(peer.channel.id, intField(request, 'msg_id'));
  const group = thread === null ? null : world.channel(thread.groupId);
  if (thread === null || group === null) throw new RpcError(400, 'MSG_ID_INVALID');
  if (!mayRead(world, caller.id, group)) throw new RpcError(400, 'CHANNEL_PRIVATE');
  return { group, headId: thread.headId };
}
