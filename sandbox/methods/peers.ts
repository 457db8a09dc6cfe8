import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { World, WorldChannel, WorldUser } from '#sandbox/world/world.ts';
import { longField } from './fields.ts';
import type { UserCall } from './method.ts';

/** Who or what an input peer names. */
export type Peer = { kind: 'channel'; channel: WorldChannel } | { kind: 'user'; user: WorldUser };

/** Public channels are readable by everybody, private ones by members; a discussion group also by its channel's readers. */
export function mayRead(world: World, userId: string, channel: WorldChannel): boolean {
  if (channel.username !== null || channel.memberIds.has(userId)) return true;
  const linked = channel.linkedChatId === null ? null : world.channel(channel.linkedChatId);
  return linked !== null && (linked.username !== null || linked.memberIds.has(userId));
}

/**
 * The channel an `InputChannel` or `inputPeerChannel` names. `CHANNEL_INVALID`: none, or the hash is another caller's;
 * `CHANNEL_PRIVATE`: the caller is no member. Bots may leave the hash out where they are members.
 */
export function findChannel(call: UserCall, input: TlObject): WorldChannel {
  if (input._ !== 'inputChannel' && input._ !== 'inputPeerChannel')
    throw new RpcError(400, 'CHANNEL_INVALID');
  const channel = call.world.channel(longField(input, 'channel_id').toString());
  if (channel === null) throw new RpcError(400, 'CHANNEL_INVALID');
  const hash = longField(input, 'access_hash');
  const mayOmitHash = call.caller.isBot && channel.memberIds.has(call.caller.id);
  if (hash !== call.world.accessHash(call.caller.id, channel.id) && !(hash === 0n && mayOmitHash)) {
    throw new RpcError(400, 'CHANNEL_INVALID');
  }
  const isFrozen = call.accounts.standings.freeze(call.caller.id) !== null;
  if (isFrozen && !channel.memberIds.has(call.caller.id))
    throw new RpcError(400, 'FROZEN_PARTICIPANT_MISSING');
  if (!mayRead(call.world, call.caller.id, channel)) throw new RpcError(400, 'CHANNEL_PRIVATE');
  return channel;
}

/** The user an `InputUser` or `inputPeerUser` names; null: none, or the hash is another caller's. */
export function findUser(call: UserCall, input: TlObject): WorldUser | null {
  if (input._ === 'inputUserSelf' || input._ === 'inputPeerSelf') return call.caller;
  if (input._ !== 'inputUser' && input._ !== 'inputPeerUser') return null;
  const user = call.world.user(longField(input, 'user_id').toString());
  if (user === null || user.id === call.caller.id) return user;
  const hash = longField(input, 'access_hash');
  const isKnown =
    hash === call.world.accessHash(call.caller.id, user.id) || (call.caller.isBot && hash === 0n);
  return isKnown ? user : null;
}

/** What an `InputPeer` names; `PEER_ID_INVALID` where it is nothing, `CHAT_ID_INVALID` for basic groups (there are none). */
export function findPeer(call: UserCall, input: TlObject): Peer {
  if (input._ === 'inputPeerChannel') return { kind: 'channel', channel: findChannel(call, input) };
  if (input._ === 'inputPeerChat') throw new RpcError(400, 'CHAT_ID_INVALID');
  const user = findUser(call, input);
  if (user === null) throw new RpcError(400, 'PEER_ID_INVALID');
  return { kind: 'user', user };
}
