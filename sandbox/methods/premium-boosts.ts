import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { objectField } from './fields.ts';
import type { MethodTable, UserCall } from './method.ts';
import { findPeer } from './peers.ts';

/** Of so many subscribers one boosts, and every level costs so many boosts more than the one before. */
const subscribersPerBoost = 400;
const boostsPerLevel = 4;
/** Of a hundred subscribers so many have Premium. */
const premiumPercent = 6;

/** Boosts of channels. */
export const premiumMethods: MethodTable = {
  'premium.getBoostsStatus': { for: 'people', answer: getBoostsStatus },
};

/** Level and boosts for everybody; how many have Premium and were given boosts for administrators. */
function getBoostsStatus(call: UserCall): TlObject {
  const { world, caller, request } = call;
  const peer = findPeer(call, objectField(request, 'peer'));
  if (peer.kind === 'user') throw new RpcError(400, 'PEER_ID_INVALID');
  const { channel } = peer;
  const subscribers = world.subscribers(channel.id) ?? 0;
  const boosts = Math.floor(subscribers / subscribersPerBoost);
  const level = Math.floor(boosts / boostsPerLevel);
  const isAdmin = channel.adminIds.has(caller.id);
  return {
    _: 'premium.boostsStatus',
    my_boost: false,
    level,
    current_level_boosts: level * boostsPerLevel,
    boosts,
    gift_boosts: isAdmin ? 0 : undefined,
    next_level_boosts: (level + 1) * boostsPerLevel,
    premium_audience: isAdmin
      ? {
          _: 'statsPercentValue',
          part: Math.floor((subscribers * premiumPercent) / 100),
          total: subscribers,
        }
      : undefined,
    boost_url: channel.username
      ? `https://t.me/boost/${channel.username}`
      : `https://t.me/boost?c=${channel.id}`,
  };
}
