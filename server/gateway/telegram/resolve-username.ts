import { Api } from 'telegram';
import { buildChat, type Channel } from './build-channel.ts';
import type { KeptSession } from './keep-session.ts';
import { MtprotoError } from './mtproto-failure.ts';

/** Who or what has a name. */
export type ResolvedName =
  | { kind: 'channel'; channel: Channel & { accessHash: string } }
  | { kind: 'user' }
  | { kind: 'bot' }
  | { kind: 'group' }
  | { kind: 'private' }
  | { kind: 'not-found' };

/**
 * Asks Telegram who has a name (without @). Dear: hours of flood wait follow when it is asked too often, so whoever
 * calls this has looked into the database first.
 */
export async function resolveUsername(session: KeptSession, username: string): Promise<ResolvedName> {
  try {
    return buildResolved(await session.call(new Api.contacts.ResolveUsername({ username })));
  } catch (error) {
    if (error instanceof MtprotoError && error.failure.kind === 'name-not-found')
      return { kind: 'not-found' };
    throw error;
  }
}

/** Builds ours from the answer: the peer names which of the chats and users of the answer is meant. */
export function buildResolved(answer: Api.contacts.ResolvedPeer): ResolvedName {
  const { peer } = answer;
  if (peer.className === 'PeerUser') {
    const user = answer.users.find((candidate) => candidate.id.toString() === peer.userId.toString());
    return user?.className === 'User' && user.bot ? { kind: 'bot' } : { kind: 'user' };
  }
  if (peer.className !== 'PeerChannel') return { kind: 'group' };
  const chat = answer.chats.find((candidate) => candidate.id.toString() === peer.channelId.toString());
  if (chat === undefined) return { kind: 'not-found' };
  const built = buildChat(chat);
  if (built.kind !== 'channel') return { kind: built.kind };
  const { accessHash } = built.channel;
  return accessHash === null
    ? { kind: 'private' }
    : { kind: 'channel', channel: { ...built.channel, accessHash } };
}
