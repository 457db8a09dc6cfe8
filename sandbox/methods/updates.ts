import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { ChannelChange, VisibleMessage, WorldChannel } from '#sandbox/world/world.ts';
import { buildMessage } from './build/build-message.ts';
import { buildPage } from './build/build-page.ts';
import { buildState, getDifference } from './common-difference.ts';
import { intField, objectField } from './fields.ts';
import { buildDialog } from './message-dialogs.ts';
import type { MethodTable, UserCall } from './method.ts';
import { findChannel } from './peers.ts';

/** Changes a client may be behind before it is told to start over. */
const longestGap = 5000;
const changesPerAnswer = 100;
const pollSeconds = 30;

/** How clients that were away catch up: in the common box, and channel by channel. */
export const updateMethods: MethodTable = {
  'updates.getState': {
    for: 'everyone',
    answer: (call) => buildState(call),
  },
  'updates.getDifference': { for: 'everyone', answer: getDifference },
  'updates.getChannelDifference': { for: 'everyone', answer: getChannelDifference },
};

function getChannelDifference(call: UserCall): TlObject {
  const { world, request } = call;
  const channel = findChannel(call, objectField(request, 'channel'));
  const pts = intField(request, 'pts');
  const present = world.pts(channel.id);
  if (pts <= 0) throw new RpcError(400, 'PERSISTENT_TIMESTAMP_EMPTY');
  if (pts > present) throw new RpcError(400, 'PERSISTENT_TIMESTAMP_INVALID');
  const changes = world.changesSince(channel.id, pts);
  if (changes.length === 0) {
    return { _: 'updates.channelDifferenceEmpty', final: true, pts: present, timeout: pollSeconds };
  }
  if (changes.length > longestGap) return buildTooLong(call, channel, present);
  const limit = Math.min(Math.max(intField(request, 'limit'), 1), changesPerAnswer);
  return buildDifference(call, channel, pts, changes.slice(0, limit), changes.length <= limit);
}

/** Changes after `pts`; a post that is gone again is not told, only its deletion. */
function buildDifference(
  { world, caller, rpc }: UserCall,
  channel: WorldChannel,
  pts: number,
  changes: readonly ChannelChange[],
  isFinal: boolean,
): TlObject {
  const posted: VisibleMessage[] = [];
  const named: VisibleMessage[] = [];
  const updates: TlObject[] = [];
  changes.forEach(({ kind, messageId }, index) => {
    const place = { pts: pts + index + 1, pts_count: 1 };
    if (kind === 'delete') {
      const channel_id = BigInt(channel.id);
      updates.push({ _: 'updateDeleteChannelMessages', channel_id, messages: [messageId], ...place });
      return;
    }
    const message = world.message(channel.id, messageId);
    if (message === null) return;
    named.push(message);
    if (kind === 'post') posted.push(message);
    else {
      const built = buildMessage(message, channel, rpc.dcId);
      updates.push({ _: 'updateEditChannelMessage', message: built, ...place });
    }
  });
  const { chats, users } = buildPage(world, caller.id, channel, named, rpc.dcId);
  return {
    _: 'updates.channelDifference',
    final: isFinal,
    pts: pts + changes.length,
    timeout: isFinal ? pollSeconds : undefined,
    new_messages: posted.map((message) => buildMessage(message, channel, rpc.dcId)),
    other_updates: updates,
    chats,
    users,
  };
}

/** The newest messages instead of what was missed. */
function buildTooLong({ world, caller, rpc }: UserCall, channel: WorldChannel, pts: number): TlObject {
  const { messages } = world.history(channel.id, {
    offsetId: 0,
    offsetDate: 0,
    addOffset: 0,
    limit: changesPerAnswer,
    minId: 0,
    maxId: 0,
  });
  return {
    _: 'updates.channelDifferenceTooLong',
    final: true,
    timeout: pollSeconds,
    dialog: buildDialog(channel, messages[0]?.id ?? 0, pts),
    ...buildPage(world, caller.id, channel, messages, rpc.dcId),
  };
}
