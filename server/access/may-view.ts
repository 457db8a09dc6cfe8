/**
 * Who may see what. Every read of a channel on behalf of somebody passes {@link mayView}, from the first route on: a
 * public channel is shown to any viewer, a private one only to those who proved to Telegram that they administer it.
 */

import type { ChannelId } from '#contract/channel-id.ts';
import type { Viewer } from '#contract/session.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadChannel, type StoredChannel } from '#server/db/queries/load-channel.ts';
import { isOpenToEveryone } from './is-open-to-everyone.ts';

/** `hidden` also says "there is no such channel": nobody can tell the two apart. */
export type View = { kind: 'visible'; channel: StoredChannel } | { kind: 'hidden' };

/**
 * Whether `viewer` may see the channel now. No proof of administration exists yet, so a private channel is hidden from
 * everybody, operators included; who collected it, and knowing its id, change nothing.
 */
export async function mayView(
  connection: Connection,
  _viewer: Pick<Viewer, 'viewerId'>,
  channelId: ChannelId,
): Promise<View> {
  const channel = await loadChannel(connection, channelId);
  return channel !== null && isOpenToEveryone(channel) ? { kind: 'visible', channel } : { kind: 'hidden' };
}
