import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';
import { buildChats, buildUsers } from './build/build-page.ts';
import { buildParticipant } from './channel-participant.ts';
import { intField, objectField, stringField } from './fields.ts';
import type { MethodTable, UserCall } from './method.ts';
import { findChannel } from './peers.ts';

const perPage = 200;
/** Of a channel Telegram lists no more than the newest members, however one pages. */
const mostOfBroadcast = 200;

/** Who is in a channel or group. */
export const participantMethods: MethodTable = {
  'channels.getParticipants': { for: 'everyone', answer: getParticipants },
};

interface Member {
  userId: string;
  at: number;
}

/** `channels.getParticipants`; of a channel for its administrators only, of a group for everybody who reads it. */
function getParticipants(call: UserCall): TlObject {
  const { world, caller, request } = call;
  const channel = findChannel(call, objectField(request, 'channel'));
  if (channel.kind === 'broadcast' && !channel.adminIds.has(caller.id)) {
    throw new RpcError(400, 'CHAT_ADMIN_REQUIRED');
  }
  const { members, count } = select(call, channel, objectField(request, 'filter'));
  const start = Math.max(0, intField(request, 'offset'));
  const page = members.slice(start, start + Math.min(Math.max(intField(request, 'limit'), 0), perPage));
  return {
    _: 'channels.channelParticipants',
    count,
    participants: page.map(({ userId, at }) =>
      buildParticipant(channel, userId, userId === caller.id, Math.floor(at)),
    ),
    chats: buildChats(world, caller.id, [channel.id]),
    users: buildUsers(
      world,
      caller.id,
      page.map(({ userId }) => userId),
    ),
  };
}

/** The members a filter lets through; the count is of all of them, even where not all are listed. */
function select(
  call: UserCall,
  channel: WorldChannel,
  filter: TlObject,
): { members: Member[]; count: number } {
  const { world } = call;
  const subscribers = world.subscribers(channel.id) ?? channel.memberIds.size;
  const most = channel.kind === 'broadcast' ? mostOfBroadcast : subscribers;
  const newest = (): Member[] => world.newestMembers(channel.id, most);
  switch (filter._) {
    case 'channelParticipantsRecent':
      return { members: newest(), count: subscribers };
    case 'channelParticipantsAdmins':
      return counted([...channel.adminIds].map((userId) => ({ userId, at: channel.createdAt })));
    case 'channelParticipantsBots':
      return counted(newest().filter(({ userId }) => world.user(userId)?.isBot));
    case 'channelParticipantsSearch': {
      const words = stringField(filter, 'q').toLowerCase();
      return counted(newest().filter(({ userId }) => nameOf(call, userId).includes(words)));
    }
    default:
      // Nobody is banned, restricted or in anybody's address book in this world.
      return counted([]);
  }
}

function counted(members: Member[]): { members: Member[]; count: number } {
  return { members, count: members.length };
}

function nameOf({ world }: UserCall, userId: string): string {
  const user = world.user(userId);
  return `${user?.firstName ?? ''} ${user?.lastName ?? ''} ${user?.username ?? ''}`.toLowerCase();
}
