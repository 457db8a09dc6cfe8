import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { VisibleMessage, World, WorldChannel } from '#sandbox/world/world.ts';
import { buildChannel, buildForeignChannel } from './build-channel.ts';
import { buildMessage } from './build-message.ts';
import { buildUser } from './build-user.ts';

/** Messages of a channel together with everybody they name, as every answer with messages carries them. */
export interface MessagePage {
  messages: TlObject[];
  chats: TlObject[];
  users: TlObject[];
}

export function buildPage(
  world: World,
  callerId: string,
  channel: WorldChannel,
  messages: readonly VisibleMessage[],
  dcId: number,
): MessagePage {
  const channelIds = new Set([channel.id]);
  const userIds = new Set<string>();
  for (const { fromId, forward, comments } of messages) {
    if (fromId !== null) userIds.add(fromId);
    if (forward !== null && forward.channelId !== null) channelIds.add(forward.channelId);
    if (comments !== null && channel.linkedChatId !== null) channelIds.add(channel.linkedChatId);
  }
  return {
    messages: messages.map((message) => buildMessage(message, channel, dcId)),
    chats: buildChats(world, callerId, channelIds),
    users: buildUsers(world, callerId, userIds),
  };
}

export function buildChats(world: World, callerId: string, channelIds: Iterable<string>): TlObject[] {
  return [...channelIds].map((channelId) => {
    const known = world.channel(channelId);
    return known === null
      ? buildForeignChannel(world, callerId, channelId)
      : buildChannel(world, callerId, known);
  });
}

export function buildUsers(world: World, callerId: string, userIds: Iterable<string>): TlObject[] {
  return [...userIds].map((userId) => {
    const known = world.user(userId);
    return known === null ? { _: 'userEmpty', id: BigInt(userId) } : buildUser(world, callerId, known);
  });
}
