import type { StoredChannel } from '#server/db/queries/load-channel.ts';

/** A channel with a public name: anyone can read it in Telegram itself. */
export function isOpenToEveryone(channel: Pick<StoredChannel, 'visibility'>): boolean {
  return channel.visibility === 'public';
}
