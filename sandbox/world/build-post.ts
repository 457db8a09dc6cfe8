import { createStoredMessage, type StoredMessage } from './stored-message.ts';
import type { PostContent, WorldChannel } from './world.ts';
import { WorldError } from './world-error.ts';

/** Awake seconds after which most readers of a post written by hand have come. */
const paceSeconds = 6 * 3600;

/** What a person publishes, as a message that begins to grow now: readers are a share of the crowd of that instant. */
export function buildPost(
  content: PostContent,
  channel: WorldChannel,
  subscribers: number,
  date: number,
): StoredMessage {
  // Content comes over HTTP too; what is no text could never be shown, and the journal would keep it.
  if (typeof content.text !== 'string')
    throw new WorldError('bad-text', 'The text of a post has to be text.');
  const isBroadcast = channel.kind === 'broadcast';
  return createStoredMessage({
    date,
    text: content.text,
    entities: content.entities ?? [],
    media: content.media ?? null,
    groupedId: content.groupedId ?? null,
    fromId: isBroadcast ? null : (content.authorId ?? null),
    counters: isBroadcast
      ? {
          kind: 'growing',
          audience: subscribers * 0.4,
          paceSeconds,
          forwardRate: 0.006,
          // Only the generated posts have readers who write; here the thread stays empty.
          commentRate: channel.linkedChatId === null ? null : 0,
          palette: channel.hasReactions ? [{ emoticon: '👍' }, { emoticon: '❤' }] : [],
          reactionRates: [0.02, 0.01],
          bumps: [],
        }
      : { kind: 'none' },
  });
}
