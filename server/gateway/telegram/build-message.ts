import type { Api } from 'telegram';
import type { ChannelId } from '#contract/channel-id.ts';
import type { ForwardOrigin, Message, ReactionCounts, TextEntity } from '#contract/post.ts';
import { parseChannelId } from '#server/ids.ts';
import { buildMediaKind } from './build-media-kind.ts';
import { sanitizeText } from './sanitize-text.ts';

/**
 * Builds ours from a message of GramJS, whose absent fields are `null` or `undefined` alike. Counters that Telegram did
 * not send stay null; an absent list of reactions means that nobody reacted.
 */
export function buildMessage(channelId: ChannelId, message: Api.Message): Message {
  return {
    channelId,
    messageId: message.id,
    postedAt: toInstant(message.date),
    editedAt: message.editDate ? toInstant(message.editDate) : null,
    isEditHidden: message.editHide === true,
    isPinned: message.pinned === true,
    text: sanitizeText(message.message ?? ''),
    entities: (message.entities ?? []).map(buildEntity),
    mediaKind: buildMediaKind(message.media),
    groupedId: message.groupedId ? message.groupedId.toString() : null,
    author: message.postAuthor ? sanitizeText(message.postAuthor) : null,
    forward: message.fwdFrom ? buildForward(message.fwdFrom) : null,
    views: message.views ?? null,
    forwards: message.forwards ?? null,
    comments: message.replies?.comments ? message.replies.replies : null,
    ...countReactions(message.reactions),
  };
}

function toInstant(unixSeconds: number): string {
  return new Date(unixSeconds * 1_000).toISOString();
}

function buildEntity(entity: Api.TypeMessageEntity): TextEntity {
  const built: TextEntity = {
    type: entity.className.replace(/^(?:Input)?MessageEntity/, ''),
    offset: entity.offset,
    length: entity.length,
  };
  if ('url' in entity) built.url = sanitizeText(entity.url);
  if ('language' in entity) built.language = sanitizeText(entity.language);
  if (entity.className === 'MessageEntityCustomEmoji') built.customEmojiId = entity.documentId.toString();
  return built;
}

function buildForward(header: Api.MessageFwdHeader): ForwardOrigin {
  const origin = header.fromId?.className === 'PeerChannel' ? header.fromId.channelId.toString() : null;
  return {
    channelId: origin === null ? null : parseChannelId(origin),
    postId: header.channelPost ?? null,
    fromName: header.fromName ? sanitizeText(header.fromName) : null,
    date: toInstant(header.date),
  };
}

/** Paid reactions (stars) are no opinion of one person each, so they are counted apart. */
function countReactions(
  reactions: Api.TypeMessageReactions | null | undefined,
): Pick<Message, 'reactions' | 'paidReactions'> {
  const counts: ReactionCounts = {};
  let paidReactions: number | null = null;
  for (const { reaction, count } of reactions?.results ?? []) {
    if (reaction.className === 'ReactionPaid') paidReactions = (paidReactions ?? 0) + count;
    else if (reaction.className === 'ReactionEmoji') add(counts, sanitizeText(reaction.emoticon), count);
    else if (reaction.className === 'ReactionCustomEmoji') {
      add(counts, `custom:${reaction.documentId.toString()}`, count);
    }
  }
  return { reactions: counts, paidReactions };
}

function add(counts: ReactionCounts, key: string, count: number): void {
  counts[key] = (counts[key] ?? 0) + count;
}
