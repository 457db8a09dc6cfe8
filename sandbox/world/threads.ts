import type { StoredMessage } from './stored-message.ts';

/** The group's copy of a channel's post, below which its comments are written; an album has one thread. */
export function findThreadHead(
  group: readonly StoredMessage[],
  channelId: string,
  post: StoredMessage,
): StoredMessage | null {
  const lead = (post.counters.kind === 'growing' ? post.counters.lead : undefined) ?? post;
  const head = group.find(
    ({ isThreadHead, forward }) => isThreadHead && forward?.channelId === channelId && forward.post === lead,
  );
  return head ?? null;
}

/** The head of the thread a group's message belongs to; null: it belongs to none. */
export function headOf(message: StoredMessage): StoredMessage | null {
  return message.isThreadHead ? message : (message.replyTo ?? null);
}

/** Whether a message elsewhere is a copy of this post that somebody made; Telegram's own copies are none. */
export function isRepostOf(message: StoredMessage, channelId: string, postId: number): boolean {
  const { forward, isThreadHead } = message;
  if (forward === null || forward.channelId !== channelId || isThreadHead) return false;
  const { post } = forward;
  return (post === null || typeof post === 'number' ? post : post.id) === postId;
}
