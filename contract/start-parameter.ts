import type { ChannelId } from './channel-id.ts';
import { channelIdSchema } from './channel-id.ts';

/**
 * The one grammar of `start` and `startapp`: at most 64 of `A-Za-z0-9_-`. A start parameter is a hint chosen by whoever
 * sent the link: it never grants a right.
 */
export type StartParameter =
  | { kind: 'channel'; channelId: ChannelId }
  | { kind: 'post'; channelId: ChannelId; postId: number }
  | { kind: 'minute'; channelId: ChannelId; unixMinute: number }
  | { kind: 'alert'; alertId: string }
  | { kind: 'invitation'; token: string };

/** Reads a start parameter; null when it is not of the grammar. */
export function parseStartParameter(text: string): StartParameter | null {
  if (text.length > 64) return null;
  const match = /^(?:c(\d+)|p(\d+)_(\d+)|m(\d+)_(\d+)|a(\d+)|i([A-Za-z0-9-]+))$/.exec(text);
  if (match === null) return null;
  const [, channel, postChannel, post, minuteChannel, minute, alert, invitation] = match;
  if (channel !== undefined) return withChannel(channel, (channelId) => ({ kind: 'channel', channelId }));
  if (postChannel !== undefined && post !== undefined) {
    const postId = toCount(post);
    return postId === null
      ? null
      : withChannel(postChannel, (channelId) => ({ kind: 'post', channelId, postId }));
  }
  if (minuteChannel !== undefined && minute !== undefined) {
    const unixMinute = toCount(minute);
    return unixMinute === null
      ? null
      : withChannel(minuteChannel, (channelId) => ({ kind: 'minute', channelId, unixMinute }));
  }
  if (alert !== undefined) return { kind: 'alert', alertId: alert };
  return invitation === undefined ? null : { kind: 'invitation', token: invitation };
}

/** Writes a start parameter; the inverse of {@link parseStartParameter}. */
export function formatStartParameter(parameter: StartParameter): string {
  switch (parameter.kind) {
    case 'channel':
      return `c${parameter.channelId}`;
    case 'post':
      return `p${parameter.channelId}_${parameter.postId}`;
    case 'minute':
      return `m${parameter.channelId}_${parameter.unixMinute}`;
    case 'alert':
      return `a${parameter.alertId}`;
    case 'invitation':
      return `i${parameter.token}`;
  }
}

function withChannel(text: string, build: (id: ChannelId) => StartParameter): StartParameter | null {
  const parsed = channelIdSchema.safeParse(text);
  return parsed.success ? build(parsed.data) : null;
}

function toCount(digits: string): number | null {
  const count = Number(digits);
  return Number.isSafeInteger(count) && count > 0 ? count : null;
}
