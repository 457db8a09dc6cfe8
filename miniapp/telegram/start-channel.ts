import type { ChannelId } from '#contract/channel-id.ts';

/** The largest id that can be stored. */
const largestId = 2n ** 63n - 1n;

/**
 * The channel a start parameter asks for, written `c<channel id>` (contract/start-parameter.ts, which brings zod and
 * therefore stays out of the browser; a test holds the two together). It is a hint from whoever sent the link: the
 * server decides what may be seen.
 */
export function channelOfStartParameter(startParameter: string | null): ChannelId | null {
  const digits = /^c([1-9]\d{0,18})$/.exec(startParameter ?? '')?.[1];
  return digits === undefined || BigInt(digits) > largestId ? null : (digits as ChannelId);
}

/** Direct links bring the parameter among the launch parameters, buttons of the bot in the query of the address. */
export function findStartParameter(ofLaunch: string | undefined, search: string): string | null {
  return ofLaunch ?? new URLSearchParams(search).get('startapp');
}
