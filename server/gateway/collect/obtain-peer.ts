import type { ChannelId } from '#contract/channel-id.ts';
import { forgetAccessHash } from '#server/db/queries/forget-access-hash.ts';
import { loadAccessHash } from '#server/db/queries/load-access-hash.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { saveChannelAccess } from '#server/db/queries/save-channel-access.ts';
import type { ChannelPeer } from '../telegram/fetch-history.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { resolveUsername } from '../telegram/resolve-username.ts';
import type { CollectDependencies } from './collect-dependencies.ts';

/**
 * How our account addresses a channel: with the stored access hash, or, where there is none, by asking once who has the
 * channel's name. A name that leads elsewhere now means that the channel is gone from under it.
 */
export async function obtainPeer(
  dependencies: CollectDependencies,
  channelId: ChannelId,
): Promise<ChannelPeer> {
  const { database, session, accountId } = dependencies;
  const stored = await loadAccessHash(database, accountId, channelId);
  if (stored !== null) return { channelId, accessHash: stored };
  const channel = await loadChannel(database, channelId);
  if (channel === null || channel.username === null) throw unavailable();
  const resolved = await resolveUsername(session, channel.username);
  if (resolved.kind === 'private') throw unavailable();
  if (resolved.kind !== 'channel' || resolved.channel.channelId !== channelId) {
    throw new MtprotoError('contacts.ResolveUsername', {
      kind: 'name-not-found',
      code: 'USERNAME_NOT_OCCUPIED',
    });
  }
  const { accessHash } = resolved.channel;
  await saveChannelAccess(database, { accountId, channelId, accessHash, capturedAt: dependencies.now() });
  return { channelId, accessHash };
}

/** Forgets the stored access hash, so that the next {@link obtainPeer} asks for the name. */
export async function forgetPeer(dependencies: CollectDependencies, channelId: ChannelId): Promise<void> {
  await forgetAccessHash(dependencies.database, dependencies.accountId, channelId);
}

function unavailable(): MtprotoError {
  return new MtprotoError('contacts.ResolveUsername', {
    kind: 'channel-unavailable',
    code: 'CHANNEL_PRIVATE',
  });
}
