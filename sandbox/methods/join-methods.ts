import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldInvite } from '#sandbox/world/world.ts';
import { buildChannel } from './build/build-channel.ts';
import { objectField, stringField } from './fields.ts';
import { isInviteOpen } from './invites-build.ts';
import { getChatInviteImporters, getExportedChatInvites } from './invites-lists.ts';
import { buildJoined, buildMembershipUpdates } from './join-updates.ts';
import type { MethodTable, UserCall } from './method.ts';
import { findChannel } from './peers.ts';

/** Coming and going, by oneself or by an invite link, and the links themselves. */
export const joinMethods: MethodTable = {
  'channels.joinChannel': { for: 'people', answer: joinChannel },
  'channels.leaveChannel': { for: 'everyone', answer: leaveChannel },
  'messages.checkChatInvite': { for: 'people', answer: checkChatInvite },
  'messages.importChatInvite': { for: 'people', answer: importChatInvite },
  'messages.getExportedChatInvites': { for: 'people', answer: getExportedChatInvites },
  'messages.getChatInviteImporters': { for: 'people', answer: getChatInviteImporters },
};

function joinChannel(call: UserCall): TlObject {
  const channel = findChannel(call, objectField(call.request, 'channel'));
  // A channel that is readable only because its posts are discussed in it is still entered by invitation.
  if (channel.username === null && !channel.memberIds.has(call.caller.id)) {
    throw new RpcError(400, 'CHANNEL_PRIVATE');
  }
  if (!call.world.join(channel.id, call.caller.id)) throw new RpcError(400, 'USER_ALREADY_PARTICIPANT');
  return buildJoined(call, channel);
}

function leaveChannel(call: UserCall): TlObject {
  const channel = findChannel(call, objectField(call.request, 'channel'));
  if (channel.creatorId === call.caller.id) throw new RpcError(400, 'USER_CREATOR');
  if (!call.world.leave(channel.id, call.caller.id)) throw new RpcError(400, 'USER_NOT_PARTICIPANT');
  return buildMembershipUpdates(call, channel);
}

/** What a link leads to: the channel itself for its members, a look from outside for everybody else. */
function checkChatInvite(call: UserCall): TlObject {
  const { world, caller } = call;
  const channel = world.channel(findInvite(call).channelId);
  if (channel === null) throw new RpcError(400, 'INVITE_HASH_EXPIRED');
  if (channel.memberIds.has(caller.id)) {
    return { _: 'chatInviteAlready', chat: buildChannel(world, caller.id, channel) };
  }
  return {
    _: 'chatInvite',
    channel: true,
    broadcast: channel.kind === 'broadcast',
    public: channel.username !== null,
    megagroup: channel.kind === 'megagroup',
    verified: channel.isVerified,
    title: channel.title,
    about: channel.about,
    photo: { _: 'photoEmpty', id: 0n },
    participants_count: world.subscribers(channel.id) ?? 0,
    color: Number(BigInt(channel.id) % 7n),
  };
}

function importChatInvite(call: UserCall): TlObject {
  const { world, caller } = call;
  const invite = findInvite(call);
  const channel = world.channel(invite.channelId);
  if (channel === null) throw new RpcError(400, 'INVITE_HASH_EXPIRED');
  if (!world.join(channel.id, caller.id, invite.hash)) throw new RpcError(400, 'USER_ALREADY_PARTICIPANT');
  return buildJoined(call, channel);
}

/** `INVITE_HASH_INVALID`: no link looks like this; `INVITE_HASH_EXPIRED`: there is none, or none any more. */
function findInvite({ world, caller, request }: UserCall): WorldInvite {
  const hash = stringField(request, 'hash');
  if (hash === '') throw new RpcError(400, 'INVITE_HASH_EMPTY');
  if (!/^[\w-]{16,22}$/.test(hash)) throw new RpcError(400, 'INVITE_HASH_INVALID');
  const invite = world.inviteByHash(hash);
  if (invite === null) throw new RpcError(400, 'INVITE_HASH_EXPIRED');
  const isMember = world.channel(invite.channelId)?.memberIds.has(caller.id);
  if (!isMember && !isInviteOpen(world, invite)) throw new RpcError(400, 'INVITE_HASH_EXPIRED');
  return invite;
}
