import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { buildChannel } from './build/build-channel.ts';
import { buildFullChannel } from './build/build-full-channel.ts';
import { buildChats, buildPage } from './build/build-page.ts';
import { getParticipant } from './channel-participant.ts';
import { intField, objectField, objectsField } from './fields.ts';
import type { MethodTable, UserCall } from './method.ts';
import { findChannel } from './peers.ts';
import { statsDcOf } from './stats-access.ts';

/**
 * Documented is that so many may be asked for (core.telegram.org/api/updates, also Pyrogram's get_messages). What Telegram
 * answers to more is not written anywhere: here it is refused.
 */
const idsPerCall = 200;

/** Channels and their messages by id. */
export const channelMethods: MethodTable = {
  'channels.getChannels': {
    for: 'everyone',
    answer: (call) => ({
      _: 'messages.chats',
      chats: objectsField(call.request, 'id').map((input) =>
        buildChannel(call.world, call.caller.id, findChannel(call, input)),
      ),
    }),
  },
  'channels.getFullChannel': { for: 'everyone', answer: getFullChannel },
  'channels.getMessages': { for: 'everyone', answer: getMessages },
  'channels.getParticipant': { for: 'everyone', answer: getParticipant },
};

function getFullChannel(call: UserCall): TlObject {
  const channel = findChannel(call, objectField(call.request, 'channel'));
  const shown = channel.linkedChatId === null ? [channel.id] : [channel.id, channel.linkedChatId];
  return {
    _: 'messages.chatFull',
    full_chat: buildFullChannel(call.world, call.caller.id, channel, statsDcOf(call)),
    chats: buildChats(call.world, call.caller.id, shown),
    users: [],
  };
}

/** Messages by id in the order asked for; what is not there is `messageEmpty`. */
function getMessages(call: UserCall): TlObject {
  const { world, caller, rpc, request } = call;
  const channel = findChannel(call, objectField(request, 'channel'));
  const ids = objectsField(request, 'id').map(readMessageId);
  if (ids.length === 0) throw new RpcError(400, 'MESSAGE_IDS_EMPTY');
  if (ids.length > idsPerCall) throw new RpcError(400, 'LIMIT_INVALID');
  const found = ids.map((id) => world.message(channel.id, id));
  const present = found.filter((message) => message !== null);
  const page = buildPage(world, caller.id, channel, present, rpc.dcId);
  const built = new Map(present.map((message, index) => [message.id, page.messages[index]]));
  return {
    _: 'messages.channelMessages',
    ...page,
    pts: world.pts(channel.id),
    count: ids.length,
    topics: [],
    messages: ids.map((id) => built.get(id) ?? { _: 'messageEmpty', id, peer_id: peerOf(channel.id) }),
  };
}

function readMessageId(input: TlObject): number {
  if (input._ !== 'inputMessageID') throw new RpcError(400, 'MSG_ID_INVALID');
  return intField(input, 'id');
}

function peerOf(channelId: string): TlObject {
  return { _: 'peerChannel', channel_id: BigInt(channelId) };
}
