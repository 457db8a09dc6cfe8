import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { World, WorldChannel } from '#sandbox/world/world.ts';
import { mayRead } from '../peers.ts';

/** A channel or group as `callerId` sees it; one they may not read is only named. */
export function buildChannel(world: World, callerId: string, channel: WorldChannel): TlObject {
  const isBroadcast = channel.kind === 'broadcast';
  const id = BigInt(channel.id);
  const accessHash = world.accessHash(callerId, channel.id);
  if (!mayRead(world, callerId, channel)) {
    return {
      _: 'channelForbidden',
      broadcast: isBroadcast,
      megagroup: !isBroadcast,
      id,
      access_hash: accessHash,
      title: channel.title,
    };
  }
  return {
    _: 'channel',
    creator: channel.creatorId === callerId,
    left: !channel.memberIds.has(callerId),
    broadcast: isBroadcast,
    megagroup: !isBroadcast,
    verified: channel.isVerified,
    has_link: channel.linkedChatId !== null,
    id,
    access_hash: accessHash,
    title: channel.title,
    username: channel.username,
    photo: { _: 'chatPhotoEmpty' },
    date: channel.createdAt,
    admin_rights: channel.adminIds.has(callerId) ? buildAdminRights(channel, callerId) : undefined,
    default_banned_rights: isBroadcast ? undefined : { _: 'chatBannedRights', until_date: 0 },
    participants_count: world.subscribers(channel.id),
  };
}

/** A channel that is not part of this world but is named by a forward. */
export function buildForeignChannel(world: World, callerId: string, channelId: string): TlObject {
  return {
    _: 'channelForbidden',
    broadcast: true,
    id: BigInt(channelId),
    access_hash: world.accessHash(callerId, channelId),
    title: `Channel ${channelId}`,
  };
}

/** The creator may do everything, other administrators all but name new ones. */
export function buildAdminRights(channel: WorldChannel, userId: string): TlObject {
  return {
    _: 'chatAdminRights',
    change_info: true,
    post_messages: true,
    edit_messages: true,
    delete_messages: true,
    ban_users: true,
    invite_users: true,
    pin_messages: channel.kind === 'megagroup',
    add_admins: channel.creatorId === userId,
    manage_call: true,
    other: true,
    post_stories: true,
    edit_stories: true,
    delete_stories: true,
  };
}
