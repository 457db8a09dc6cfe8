import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';
import { buildChats } from './build/build-page.ts';
import type { UserCall } from './method.ts';

/** What somebody is answered who has come or gone: that the channel has changed for them. */
export function buildMembershipUpdates({ world, caller }: UserCall, channel: WorldChannel): TlObject {
  return {
    _: 'updates',
    updates: [{ _: 'updateChannel', channel_id: BigInt(channel.id) }],
    users: [],
    chats: buildChats(world, caller.id, [channel.id]),
    date: Math.floor(world.now()),
    seq: 0,
  };
}

/** The same for whoever came: newer layers wrap it, because a guard bot may have to be asked first. */
export function buildJoined(call: UserCall, channel: WorldChannel): TlObject {
  const updates = buildMembershipUpdates(call, channel);
  return call.rpc.layer >= firstWrappedLayer ? { _: 'messages.chatInviteJoinResultOk', updates } : updates;
}

/** Of the known layers, 198 answers with `Updates` and 227 with `messages.ChatInviteJoinResult`. */
const firstWrappedLayer = 227;
