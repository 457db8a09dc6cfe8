import { createStoredMessage, type StoredMessage } from './stored-message.ts';
import type { Timeline } from './timeline.ts';
import type { ChannelChange, WorldChannel } from './world.ts';

interface Place {
  channel: WorldChannel;
  timeline: Timeline;
}

/** Where comments of a broadcast channel are written; null: it has no group, or is one. */
export function discussionOf<Found extends Place>(
  places: ReadonlyMap<string, Found>,
  { kind, linkedChatId }: WorldChannel,
): Found | null {
  return kind === 'broadcast' && linkedChatId !== null ? (places.get(linkedChatId) ?? null) : null;
}

/** What Telegram puts into a channel's discussion group at once when a post is published; it is edited as the post is. */
export function createDiscussionCopy(channelId: string, post: StoredMessage): StoredMessage {
  const { date, text, entities, media, groupedId, postAuthor } = post;
  const content = { date, text, entities, media, groupedId, postAuthor, edits: [...post.edits] };
  const forward = { date, channelId, post, fromName: null };
  return createStoredMessage({ ...content, forward, isThreadHead: true });
}

/** Edits the group's copy of a post that a person has just edited; null: the group has none, or has it no more. */
export function editDiscussionCopy(
  { timeline }: Place,
  channelId: string,
  post: StoredMessage,
): ChannelChange | null {
  const edit = post.edits.at(-1);
  const copy = timeline.visible().find(({ isThreadHead, forward }) => {
    return isThreadHead && forward?.channelId === channelId && forward.post === post;
  });
  if (copy === undefined || edit === undefined) return null;
  copy.edits = [...copy.edits, edit];
  return timeline.change('edit', copy, edit.at);
}
