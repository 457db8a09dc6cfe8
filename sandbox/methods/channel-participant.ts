import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';
import { buildAdminRights } from './build/build-channel.ts';
import { buildChats, buildUsers } from './build/build-page.ts';
import { objectField } from './fields.ts';
import type { UserCall } from './method.ts';
import { findChannel, findUser } from './peers.ts';

/** `channels.getParticipant`: oneself always, others only where the caller is an administrator or it is a group. */
export function getParticipant(call: UserCall): TlObject {
  const { world, caller, request } = call;
  const channel = findChannel(call, objectField(request, 'channel'));
  const user = findUser(call, objectField(request, 'participant'));
  if (user === null) throw new RpcError(400, 'PARTICIPANT_ID_INVALID');
  const isSelf = user.id === caller.id;
  if (!isSelf && channel.kind === 'broadcast' && !channel.adminIds.has(caller.id)) {
    throw new RpcError(400, 'CHAT_ADMIN_REQUIRED');
  }
  if (!channel.memberIds.has(user.id)) throw new RpcError(400, 'USER_NOT_PARTICIPANT');
  return {
    _: 'channels.channelParticipant',
    participant: buildParticipant(channel, user.id, isSelf),
    chats: buildChats(world, caller.id, [channel.id]),
    users: buildUsers(world, caller.id, [user.id]),
  };
}

/** A member as others see them; `date` is when they came. */
export function buildParticipant(
  channel: WorldChannel,
  userId: string,
  isSelf: boolean,
  date: number = channel.createdAt,
): TlObject {
  const user_id = BigInt(userId);
  const creator = BigInt(channel.creatorId ?? userId);
  if (channel.creatorId === userId) {
    return { _: 'channelParticipantCreator', user_id, admin_rights: buildAdminRights(channel, userId) };
  }
  if (channel.adminIds.has(userId)) {
    return {
      _: 'channelParticipantAdmin',
      self: isSelf,
      user_id,
      inviter_id: isSelf ? creator : undefined,
      promoted_by: creator,
      date,
      admin_rights: buildAdminRights(channel, userId),
    };
  }
  if (isSelf) return { _: 'channelParticipantSelf', user_id, inviter_id: user_id, date };
  return { _: 'channelParticipant', user_id, date };
}
