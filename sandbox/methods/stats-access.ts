import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { WorldChannel } from '#sandbox/world/world.ts';
import { mayViewStatistics } from './build/build-full-channel.ts';
import { objectField } from './fields.ts';
import type { MethodCall, UserCall } from './method.ts';
import { findChannel } from './peers.ts';

/** The data centre that keeps the statistics: 4 where there is one, as on Telegram, else the last. */
export function statsDcOf({ dcs, rpc }: MethodCall): number {
  return (dcs.find(({ id }) => id === 4) ?? dcs.at(-1))?.id ?? rpc.dcId;
}

/** `STATS_MIGRATE_n` everywhere but on the data centre that keeps the statistics. */
export function requireStatsDc(call: MethodCall): void {
  const statsDc = statsDcOf(call);
  if (call.rpc.dcId !== statsDc) throw new RpcError(303, `STATS_MIGRATE_${statsDc}`);
}

/**
 * The channel whose statistics are asked for. `BROADCAST_REQUIRED` or `MEGAGROUP_REQUIRED` for the other kind,
 * `CHAT_ADMIN_REQUIRED` for whoever is no administrator and where there are too few members for statistics.
 */
export function findStatistics(call: UserCall, kind: WorldChannel['kind'] | null): WorldChannel {
  requireStatsDc(call);
  const channel = findChannel(call, objectField(call.request, 'channel'));
  if (kind !== null && channel.kind !== kind) {
    throw new RpcError(400, kind === 'broadcast' ? 'BROADCAST_REQUIRED' : 'MEGAGROUP_REQUIRED');
  }
  if (!mayViewStatistics(call.world, call.caller.id, channel)) {
    throw new RpcError(400, 'CHAT_ADMIN_REQUIRED');
  }
  return channel;
}
