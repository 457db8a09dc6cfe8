import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { including, satisfying } from '../compare.ts';
import type { Scene } from '../scene.ts';
import { channelOf, tellChannel } from './tell-channel.ts';

/** Subscribers a channel needs before there are statistics of it. */
const statisticsThreshold = { broadcast: 50, megagroup: 500 } as const;

/** `messages.chatFull` as the scene's caller must get it. */
export function tellFullChannel(scene: Scene, channelId: string): TlObject {
  const { world, callerId, statsDcId } = scene;
  const channel = channelOf(scene, channelId);
  const { kind, adminIds, linkedChatId, creatorId } = channel;
  const isAdmin = adminIds.has(callerId);
  const subscribers = world.subscribers(channelId);
  const isLargeEnough = subscribers !== null && subscribers >= statisticsThreshold[kind];
  const whenAdmin = <T>(value: T): T | undefined => (isAdmin ? value : undefined);
  const whenCreator = creatorId === callerId ? true : undefined;
  const aNumber = satisfying('a number', (value) => typeof value === 'number');
  return {
    _: 'messages.chatFull',
    full_chat: including('channelFull', {
      id: BigInt(channelId),
      about: channel.about,
      participants_count: subscribers,
      admins_count: whenAdmin(adminIds.size),
      kicked_count: whenAdmin(0),
      banned_count: whenAdmin(0),
      can_view_participants: isAdmin || kind === 'megagroup' ? true : undefined,
      can_set_username: whenCreator,
      can_delete_channel: whenCreator,
      can_view_stats: isAdmin && isLargeEnough ? true : undefined,
      stats_dc: whenAdmin(statsDcId),
      online_count: kind === 'megagroup' ? aNumber : undefined,
      pinned_msg_id: world.pinnedMessageId(channelId),
      linked_chat_id: linkedChatId === null ? undefined : BigInt(linkedChatId),
      pts: world.pts(channelId),
      bot_info: [],
      unread_count: 0,
      hidden_prehistory: undefined,
      available_reactions: channel.hasReactions
        ? { _: 'chatReactionsAll', allow_custom: true }
        : { _: 'chatReactionsNone' },
      paid_reactions_available: channel.hasReactions ? true : undefined,
    }),
    chats: [channelId, ...(linkedChatId === null ? [] : [linkedChatId])].map((id) => tellChannel(scene, id)),
    users: [],
  };
}
