import type { FullChannel } from '../telegram/build-channel.ts';
import { fetchFullChannel } from '../telegram/fetch-full-channel.ts';
import type { OpenChannel } from './open-channel.ts';

/** Asks for the full description of a channel; `isFresh` says that one read a moment ago will not do. */
export type FullChannelReader = (channel: OpenChannel, isFresh: boolean) => Promise<FullChannel>;

/** Rates need the number of subscribers, which hardly moves; a description this old is good enough for them. */
const validMs = 60_000;
const mostRemembered = 1_000;

/**
 * Creates a reader of descriptions that shares one call among the figures of many messages of a channel: whoever asks
 * for fifty messages has one description asked for. Failures are not remembered.
 */
export function rememberFullChannels(now: () => Date): FullChannelReader {
  const remembered = new Map<string, { at: number; full: Promise<FullChannel> }>();
  return ({ source, peer }, isFresh) => {
    const key = `${source.accountId}/${peer.channelId}`;
    const known = remembered.get(key);
    const at = now().getTime();
    if (!isFresh && known !== undefined && at - known.at < validMs) return known.full;
    const full = fetchFullChannel(source.interactive, peer);
    remembered.delete(key);
    const [oldest] = remembered.keys();
    if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest);
    const entry = { at, full };
    remembered.set(key, entry);
    full.catch(() => {
      if (remembered.get(key) === entry) remembered.delete(key);
    });
    return full;
  };
}
