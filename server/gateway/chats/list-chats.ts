import type { Chat, ChatList } from '#contract/chat.ts';
import type { Dialog } from '../telegram/build-dialogs.ts';
import type { Asker, DialogLists } from './dialog-lists.ts';

/** One page of the chats of an account; null: `after` names none of them. Throws {@link MtprotoError}. */
export async function listChats(
  lists: DialogLists,
  asker: Asker,
  { after, limit }: { after: string | null; limit: number },
): Promise<ChatList | null> {
  const startOf = (dialogs: readonly Dialog[]): number =>
    after === null ? 0 : dialogs.findIndex(({ chatId }) => chatId === after) + 1;
  const isPlaced = (dialogs: readonly Dialog[]): boolean => after === null || startOf(dialogs) > 0;
  // One more than the page holds says whether there is another page.
  const dialogs = await lists.read(
    asker,
    (known) => isPlaced(known) && known.length > startOf(known) + limit,
  );
  if (!isPlaced(dialogs)) return null;
  const page = dialogs.slice(startOf(dialogs), startOf(dialogs) + limit);
  const hasMore = dialogs.length > startOf(dialogs) + limit;
  return { chats: page.map(describeChat), next_after: hasMore ? (page.at(-1)?.chatId ?? null) : null };
}

/** A chat without its address, which stays here. */
export function describeChat(dialog: Dialog): Chat {
  return {
    id: dialog.chatId,
    type: dialog.kind,
    title: dialog.title,
    username: dialog.username,
    participants_count: dialog.participants,
    is_creator: dialog.isCreator,
    is_admin: dialog.isAdmin,
    last_message_id: dialog.lastMessageId,
    last_message_at: dialog.lastMessageAt,
  };
}
