import type { ChannelChange, WorldEvent } from './world.ts';

/** A change of a channel as listeners are told of it. */
export function buildEvent(channelId: string, { kind, messageId, pts }: ChannelChange): WorldEvent {
  if (kind === 'delete') return { kind, channelId, messageIds: [messageId], pts };
  return { kind, channelId, messageId, pts };
}
