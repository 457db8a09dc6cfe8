/**
 * What changes something: each action is one file, its outcome a tagged union, and it writes in one transaction together
 * with the jobs that its change makes necessary.
 */
import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection, Database } from '#server/db/database.ts';
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
}

/**
 * Tracks the channel that `name` (a name or a link) leads to, for a viewer, and makes sure that it is collected and its
 * history read. With `viewerId` null nobody tracks it: an operator only has it collected. Repeating it is harmless.
 */
export async function trackChannel(
  { database, gateway }: TrackDependencies,
  wish: { viewerId: string | null; name: string; now: Date },
): Promise<TrackOutcome> {
  const reference = parseChannelName(wish.name);
  if (reference.kind !== 'name') return reference;
  const { name } = reference;
  const resolved = await gateway.resolveChannel(name);
  switch (resolved.kind) {
    case 'channel': {
      const { channelId, accountId } = resolved;
      const isNew = await database.transaction(async (connection) => {
        await collectChannel(connection, { channelId, accountId, now: wish.now });
        return await remember(connection, wish.viewerId, channelId, wish.now);
      });
      return { kind: 'tracked', channelId, isNew };
    }
    case 'not-found':
      return { kind: 'not-found', name };
    case 'not-a-channel':
      return { kind: 'not-a-channel', name, what: resolved.what };
    case 'private':
    case 'wait':
    case 'no-source':
      return resolved;
  }
}

async function remember(
  connection: Connection,
  viewerId: string | null,
  channelId: ChannelId,
  now: Date,
): Promise<boolean> {
  return viewerId !== null && (await saveTrackedChannel(connection, { viewerId, channelId, now }));
}
