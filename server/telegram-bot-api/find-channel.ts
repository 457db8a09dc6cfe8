import type { BotApiClient } from './client.ts';
import { BotApiError, BotApiUnreachableError } from './errors.ts';
import { type ChannelOfBot, fetchChat } from './fetch-channel.ts';

/** What the Bot API says of a name. */
export type FoundChannel =
  | { kind: 'channel'; channel: ChannelOfBot }
  /** Nobody has it, or a person, whom the Bot API tells only those of who wrote to the bot. */
  | { kind: 'not-found' }
  | { kind: 'not-a-channel'; what: 'user' | 'group' }
  /** It may not be asked before that instant (ISO 8601). */
  | { kind: 'wait'; until: string }
  /** It cannot be reached, or does not take the token. */
  | { kind: 'no-source' };

/** Telegram's own rule for names; see the gateway's resolver. */
const usernamePattern = /^[a-z][a-z0-9_]{3,31}$/i;

/** Somebody waits for the answer. */
const deadlineMs = 10_000;

/** Asks who has a name (without @): one call, which needs no account. Never throws for what the Bot API may answer. */
export async function findChannel(
  client: Pick<BotApiClient, 'call'>,
  name: string,
  now: () => Date,
): Promise<FoundChannel> {
  if (!usernamePattern.test(name)) return { kind: 'not-found' };
  try {
    const hurried = {
      call: (method: string, payload: object) => client.call(method, payload, { deadlineMs }),
    };
    const chat = await fetchChat(hurried, `@${name}`);
    if (chat.kind === 'channel') return chat;
    return { kind: 'not-a-channel', what: chat.kind === 'person' ? 'user' : 'group' };
  } catch (error) {
    if (error instanceof BotApiUnreachableError) return { kind: 'no-source' };
    if (!(error instanceof BotApiError)) throw error;
    if (error.errorCode === 400) return { kind: 'not-found' };
    if (error.errorCode !== 429) return { kind: 'no-source' };
    const seconds = error.retryAfterSeconds ?? 1;
    return { kind: 'wait', until: new Date(now().getTime() + seconds * 1_000).toISOString() };
  }
}
