import { Api } from 'telegram';
import { buildFullChannel, type FullChannel } from './build-channel.ts';
import { type ChannelPeer, inputOf } from './fetch-history.ts';
import type { KeptSession } from './keep-session.ts';
import { MtprotoError } from './mtproto-failure.ts';

/** Fetches the full description of a channel: subscribers, about, linked group. Any account may, without joining. */
export async function fetchFullChannel(session: KeptSession, peer: ChannelPeer): Promise<FullChannel> {
  const request = new Api.channels.GetFullChannel({ channel: new Api.InputChannel(inputOf(peer)) });
  const channel = buildFullChannel(await session.call(request));
  if (channel === null) {
    throw new MtprotoError(request.className, { kind: 'channel-unavailable', code: 'CHANNEL_PRIVATE' });
  }
  return channel;
}
