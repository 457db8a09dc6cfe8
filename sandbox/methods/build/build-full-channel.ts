import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { World, WorldChannel } from '#sandbox/world/world.ts';

/** Members a channel needs before Telegram offers its statistics. */
const statisticsThreshold = { broadcast: 50, megagroup: 500 } as const;

/** Statistics are for administrators, and only where there are enough members. */
export function mayViewStatistics(world: World, callerId: string, channel: WorldChannel): boolean {
  const subscribers = world.subscribers(channel.id);
  const isLargeEnough = subscribers !== null && subscribers >= statisticsThreshold[channel.kind];
  return isLargeEnough && channel.adminIds.has(callerId);
}

/** `channelFull` as `callerId` gets it; `participants_count` is absent where the world does not know. */
export function buildFullChannel(
  world: World,
  callerId: string,
  channel: WorldChannel,
  statsDc: number,
): TlObject {
  const isAdmin = channel.adminIds.has(callerId);
  const subscribers = world.subscribers(channel.id);
  return {
    _: 'channelFull',
    can_view_participants: isAdmin || channel.kind === 'megagroup',
    can_set_username: channel.creatorId === callerId,
    can_delete_channel: channel.creatorId === callerId,
    can_view_stats: mayViewStatistics(world, callerId, channel),
    id: BigInt(channel.id),
    about: channel.about,
    participants_count: subscribers,
    admins_count: isAdmin ? channel.adminIds.size : undefined,
    kicked_count: isAdmin ? 0 : undefined,
    banned_count: isAdmin ? 0 : undefined,
    online_count:
      channel.kind === 'megagroup' && subscribers !== null ? Math.ceil(subscribers / 20) : undefined,
    read_inbox_max_id: 0,
    read_outbox_max_id: 0,
    unread_count: 0,
    chat_photo: { _: 'photoEmpty', id: 0n },
    notify_settings: { _: 'peerNotifySettings' },
    bot_info: [],
    pinned_msg_id: world.pinnedMessageId(channel.id),
    linked_chat_id: channel.linkedChatId === null ? undefined : BigInt(channel.linkedChatId),
    stats_dc: isAdmin ? statsDc : undefined,
    pts: world.pts(channel.id),
    available_reactions: channel.hasReactions
      ? { _: 'chatReactionsAll', allow_custom: true }
      : { _: 'chatReactionsNone' },
    paid_reactions_available: channel.hasReactions,
  };
}
