/** How the world's users, channels and messages look in TL. */
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { World, WorldUser } from '#sandbox/world/world.ts';

/** A user as `callerId` sees them; nobody but themselves is shown the phone number. */
export function buildUser(world: World, callerId: string, user: WorldUser): TlObject {
  const isSelf = user.id === callerId;
  return {
    _: 'user',
    self: isSelf,
    bot: user.isBot,
    bot_nochats: user.isBot ? true : undefined,
    premium: user.isPremium,
    id: BigInt(user.id),
    access_hash: world.accessHash(callerId, user.id),
    first_name: user.firstName,
    last_name: user.lastName,
    username: user.username,
    phone: isSelf && !user.isBot ? user.phone : undefined,
    status: user.isBot ? undefined : { _: 'userStatusRecently' },
    bot_info_version: user.isBot ? 1 : undefined,
    lang_code: isSelf && !user.isBot ? user.languageCode : undefined,
  };
}
