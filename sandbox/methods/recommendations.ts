import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';
import { buildChannel } from './build/build-channel.ts';
import { objectField } from './fields.ts';
import type { MethodTable, UserCall } from './method.ts';
import { findChannel } from './peers.ts';

/** Channels below this are recommended to nobody. */
const fewestSubscribers = 300;
/** Whoever has no Premium is shown so many, and told how many there are. */
const shownWithoutPremium = 10;
const shownWithPremium = 100;

/** Channels like another one. */
export const recommendationMethods: MethodTable = {
  'channels.getChannelRecommendations': { for: 'people', answer: getChannelRecommendations },
};

/** Public channels whose audience is about as large, the most alike first; without a channel: like those one is in. */
function getChannelRecommendations(call: UserCall): TlObject {
  const { world, caller, request } = call;
  const given = request.channel === undefined ? null : findChannel(call, objectField(request, 'channel'));
  if (given !== null && given.kind !== 'broadcast') throw new RpcError(400, 'CHANNEL_INVALID');
  const sizeOf = ({ id }: WorldChannel): number => world.subscribers(id) ?? 0;
  const own = given === null ? world.channels().filter(({ memberIds }) => memberIds.has(caller.id)) : [given];
  const size = own.reduce((sum, channel) => sum + sizeOf(channel), 0) / Math.max(1, own.length);
  const distance = (channel: WorldChannel): number =>
    Math.abs(Math.log(Math.max(1, sizeOf(channel))) - Math.log(Math.max(1, size)));
  const similar = world
    .channels()
    .filter((channel) => channel.kind === 'broadcast' && channel.username !== null && !own.includes(channel))
    .filter((channel) => sizeOf(channel) >= fewestSubscribers)
    .sort((left, right) => distance(left) - distance(right));
  const most = caller.isPremium ? shownWithPremium : shownWithoutPremium;
  const chats = similar.slice(0, most).map((channel) => buildChannel(world, caller.id, channel));
  return similar.length > most
    ? { _: 'messages.chatsSlice', count: similar.length, chats }
    : { _: 'messages.chats', chats };
}
