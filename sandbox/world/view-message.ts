import { countersAt } from './counters.ts';
import type { StoredForward, StoredMessage } from './stored-message.ts';
import type { StoryClock } from './story-clock.ts';
import type { VisibleMessage, WorldForward } from './world.ts';

/** A message as everybody sees it at world time `at`: the text of its last edit and the counters of that instant. */
export function viewMessage(
  channelId: string,
  message: StoredMessage,
  at: number,
  clock: StoryClock,
): VisibleMessage {
  const edit = message.edits.findLast((candidate) => candidate.at <= at);
  const counters = countersAt(message, at, clock);
  return {
    channelId,
    id: message.id,
    date: message.date,
    service: message.service,
    fromId: message.fromId,
    text: edit?.text ?? message.text,
    entities: edit?.entities ?? message.entities,
    media: message.media,
    groupedId: message.groupedId,
    editDate: edit?.at ?? null,
    isEditHidden: edit?.isHidden ?? false,
    forward: message.forward === null ? null : viewForward(message.forward),
    postAuthor: message.postAuthor,
    isPinned: message.isPinned,
    views: counters.views,
    forwards: counters.forwards,
    comments: counters.comments,
    reactions: counters.reactions,
    ...(message.replyTo !== undefined && { replyToId: message.replyTo.id }),
    ...(message.isThreadHead && { isThreadHead: true }),
  };
}

/** True between publication and deletion. */
export function isVisibleAt(message: StoredMessage, at: number): boolean {
  return message.date <= at && (message.deletedAt === null || message.deletedAt > at);
}

function viewForward(forward: StoredForward): WorldForward {
  const { post } = forward;
  return {
    date: forward.date,
    channelId: forward.channelId,
    postId: post === null || typeof post === 'number' ? post : post.id,
    fromName: forward.fromName,
  };
}
