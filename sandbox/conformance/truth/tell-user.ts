/**
 * The truth: what the world holds, told in TL a second time and independently of `sandbox/methods/build`, so that a
 * mistake there is seen here. What no world decides (sizes of pictures, limits of the configuration) is left open.
 */
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldUser } from '#sandbox/world/world.ts';
import type { Scene } from '../scene.ts';

/** A user as the scene's caller must see them. Phone and language are nobody else's business. */
export function tellUser(scene: Pick<Scene, 'callerId' | 'world'>, user: WorldUser): TlObject {
  const isSelf = user.id === scene.callerId;
  const told: TlObject = {
    _: 'user',
    id: BigInt(user.id),
    self: isSelf,
    premium: user.isPremium,
    access_hash: scene.world.accessHash(scene.callerId, user.id),
    first_name: user.firstName,
    last_name: user.lastName,
    username: user.username,
  };
  if (user.isBot) return { ...told, bot: true, bot_nochats: true, bot_info_version: 1 };
  const status = { _: 'userStatusRecently' };
  return isSelf ? { ...told, status, phone: user.phone, lang_code: user.languageCode } : { ...told, status };
}

/** The user with this id as the caller must see them. */
export function tellUserById(scene: Pick<Scene, 'callerId' | 'world'>, userId: string): TlObject {
  const user = scene.world.user(userId);
  return user === null ? { _: 'userEmpty', id: BigInt(userId) } : tellUser(scene, user);
}
