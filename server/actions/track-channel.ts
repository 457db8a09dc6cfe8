/**
 * What changes something: each action is one file, its outcome a tagged union, and it writes in one transaction together
 * with the jobs that its change makes necessary.
 */
import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection, Database } from '#server/db/database.ts';
import { saveChannel } from '#server/db/queries/save-channel.ts';
import { saveChannelNames } from '#server/db/queries/save-channel-names.ts';
import { saveTrackedChannel } from '#server/db/queries/save-tracked-channel.ts';
import type { GatewayClient } from '#server/gateway-client/create-gateway-client.ts';
import { collectChannel } from './collect-channel.ts';
import { parseChannelName } from './parse-channel-name.ts';

/** What became of the wish. Only `tracked` has written anything. */
export type TrackOutcome =
  /** `isNew`: this viewer did not track it before. */
  | { kind: 'tracked'; channelId: ChannelId; isNew: boolean }
  | { kind: 'garbage' }
  | { kind: 'not-found'; name: string }
  | { kind: 'not-a-channel'; name: string; what: 'user' | 'bot' | 'group' }
  | { kind: 'private' }
  /** Telegram asks for patience until that instant (ISO 8601). */
  | { kind: 'wait'; until: string }
  | { kind: 'no-source' };

export interface TrackDependencies {
  database: Pick<Database, 'transaction'>;
  gateway: Pick<GatewayClient, 'resolveChannel'>;
  /** Asks the Bot API, which names public channels without any account; absent: nobody asks it. */
  findByBot?(name: string): Promise<FoundByBot>;
}

/** What the Bot API says of a name (without @). */
export type FoundByBot =
  | { kind: 'channel'; channel: ChannelOfBot }
  /** Nobody has it, or a person, whom the Bot API does not tell of. */
  | { kind: 'not-found' }
  | { kind: 'not-a-channel'; what: 'user' | 'group' }
  /** It may not be asked before that instant (ISO 8601). */
  | { kind: 'wait'; until: string }
  | { kind: 'no-source' };

/** A public channel as the Bot API describes it. */
export interface ChannelOfBot {
  channelId: ChannelId;
  title: string;
  username: string | null;
  usernames: string[];
  about: string | null;
  /** Bare id of the linked discussion group. */
  linkedChatId: string | null;
  /** False: the channel allows no reactions. */
  hasReactions: boolean;
}

/**
 * Tracks the channel that `name` (a name or a link) leads to, for a viewer, and makes sure that it is collected and its
 * history read. With `viewerId` null nobody tracks it: an operator only has it collected. Without an account that can be
 * asked who has the name, the Bot API is. Repeating it is harmless.
 */
export async function trackChannel(
  dependencies: TrackDependencies,
  wish: { viewerId: string | null; name: string; now: Date },
): Promise<TrackOutcome> {
  const reference = parseChannelName(wish.name);
  if (reference.kind !== 'name') return reference;
  const { name } = reference;
  const resolved = await dependencies.gateway.resolveChannel(name, wish.viewerId);
  switch (resolved.kind) {
    case 'channel':
      return await track(dependencies, wish, resolved.channelId, null);
    case 'not-found':
      return { kind: 'not-found', name };
    case 'not-a-channel':
      return { kind: 'not-a-channel', name, what: resolved.what };
    case 'private':
      return resolved;
    case 'wait':
    case 'no-source':
      return (await trackByBot(dependencies, wish, name)) ?? resolved;
  }
}

/** null: the Bot API cannot say it either. */
async function trackByBot(
  dependencies: TrackDependencies,
  wish: { viewerId: string | null; now: Date },
  name: string,
): Promise<TrackOutcome | null> {
  const found = await dependencies.findByBot?.(name);
  switch (found?.kind) {
    case 'channel':
      return await track(dependencies, wish, found.channel.channelId, found.channel);
    case 'not-found':
      return { kind: 'not-found', name };
    case 'not-a-channel':
      return { kind: 'not-a-channel', name, what: found.what };
    case 'wait':
      return found;
    case 'no-source':
    case undefined:
      return null;
  }
}

/** One transaction; `described` is a channel that the gateway has not stored. */
async function track(
  { database }: TrackDependencies,
  { viewerId, now }: { viewerId: string | null; now: Date },
  channelId: ChannelId,
  described: ChannelOfBot | null,
): Promise<TrackOutcome> {
  return await database.transaction(async (connection) => {
    if (described !== null) await saveDescription(connection, described, now);
    const isNew = viewerId !== null && (await saveTrackedChannel(connection, { viewerId, channelId, now }));
    await collectChannel(connection, { channelId, now });
    return { kind: 'tracked', channelId, isNew };
  });
}

async function saveDescription(connection: Connection, channel: ChannelOfBot, now: Date): Promise<void> {
  const { usernames, ...description } = channel;
  const { channelId } = channel;
  await saveChannel(connection, {
    ...description,
    visibility: 'public',
    state: 'active',
    source: 'bot_api',
    capturedAt: now,
  });
  await saveChannelNames(connection, { channelId, usernames, resolvedAt: now });
}
