import type { ChatMessageAnswer, ChatMessages } from '#contract/chat.ts';
import { type ChatMessage, fetchChatMessages, type MessageRange } from '../telegram/fetch-chat-messages.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import type { Asker, DialogLists } from './dialog-lists.ts';
import { describeChat } from './list-chats.ts';

/**
 * Messages of a chat of the account's own list, newest first; null: the list has no such chat, or Telegram does not show
 * it any more. Throws {@link MtprotoError} for everything else.
 */
export async function readChat(
  lists: DialogLists,
  asker: Asker,
  chatId: string,
  range: MessageRange,
): Promise<ChatMessages | null> {
  const dialog = await lists.find(asker, chatId);
  if (dialog === null) return null;
  try {
    const page = await fetchChatMessages(asker.source.interactive, dialog.peer, range);
    const isLast = page.size < range.limit || page.lowestId === null || page.lowestId <= range.since + 1;
    return {
      chat: describeChat(dialog),
      messages: page.messages.map(describeMessage),
      newest_id: page.highestId ?? (range.since > 0 ? range.since : null),
      next_before: isLast ? null : page.lowestId,
    };
  } catch (error) {
    if (!isGone(error)) throw error;
    lists.forget(asker);
    return null;
  }
}

/** Left, removed or deleted since the list was read. */
function isGone(error: unknown): boolean {
  if (!(error instanceof MtprotoError)) return false;
  const { kind, code } = error.failure;
  return kind === 'channel-unavailable' || code === 'PEER_ID_INVALID' || code === 'CHAT_ID_INVALID';
}

function describeMessage(message: ChatMessage): ChatMessageAnswer {
  const counts = Object.values(message.reactions ?? {});
  return {
    id: message.messageId,
    date: message.postedAt,
    edit_date: message.isEditHidden ? null : message.editedAt,
    from_id: message.fromId,
    from_name: message.fromName,
    text: message.text,
    media_type: message.mediaKind,
    grouped_id: message.groupedId,
    is_pinned: message.isPinned,
    views: message.views,
    forwards: message.forwards,
    comments_count: message.comments,
    reactions_count: message.reactions === null ? null : counts.reduce((sum, count) => sum + count, 0),
    reactions_breakdown: message.reactions ?? {},
  };
}
