import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';
import { including } from '../compare.ts';
import type { Scene } from '../scene.ts';

/** The channel with this id; a row that names one the world does not have is mistaken. */
export function channelOf(scene: Pick<Scene, 'world'>, channelId: string): WorldChannel {
  const channel = scene.world.channel(channelId);
  if (channel === null) throw new RangeError(`the world has no channel ${channelId}`);
  return channel;
}

/** A channel or group as the scene's caller must see it: whole, or only named where it is closed to them. */
export function tellChannel(scene: Scene, channelId: string): TlObject {
  const { world, callerId } = scene;
  const channel = world.channel(channelId);
  const access_hash = world.accessHash(callerId, channelId);
  if (channel === null) {
    const title = `Channel ${channelId}`;
    return { _: 'channelForbidden', id: BigInt(channelId), access_hash, title, broadcast: true };
  }
  const { title, kind, username, memberIds, adminIds, creatorId } = channel;
  const shape = { id: BigInt(channelId), access_hash, title, [kind]: true };
  if (username === null && !memberIds.has(callerId)) return { _: 'channelForbidden', ...shape };
  return {
    _: 'channel',
    ...shape,
    username,
    creator: creatorId === callerId,
    left: !memberIds.has(callerId),
    verified: channel.isVerified,
    has_link: channel.linkedChatId !== null,
    photo: { _: 'chatPhotoEmpty' },
    date: channel.createdAt,
    participants_count: world.subscribers(channelId),
    admin_rights: adminIds.has(callerId) ? tellRights(channel, callerId) : undefined,
    default_banned_rights: kind === 'megagroup' ? { _: 'chatBannedRights', until_date: 0 } : undefined,
  };
}

/** Rights of an administrator; only the creator names others. */
export function tellRights(channel: WorldChannel, userId: string) {
  return including('chatAdminRights', {
    change_info: true,
    delete_messages: true,
    invite_users: true,
    anonymous: undefined,
    add_admins: channel.creatorId === userId ? true : undefined,
  });
}
