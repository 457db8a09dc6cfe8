import type { Members } from './members.ts';
import type { PersonReaction, StoredMessage } from './stored-message.ts';
import { findMessage, type Timeline } from './timeline.ts';
import type { ChannelChange, PersonChange, WorldReaction } from './world.ts';
import { WorldError } from './world-error.ts';

/** A change with the world time at which it was made, as the journal keeps it. */
export type DatedChange = PersonChange & { at: number };

/** Carries a person's change out; returns what happened to the channel's messages, null when nothing could. */
export function applyPersonChange(
  change: DatedChange,
  { timeline, memberLog }: { timeline: Timeline; memberLog: Members },
): ChannelChange[] | null {
  if (change.kind === 'invite') {
    memberLog.saveInvite(change.invite);
    return [];
  }
  const message = findMessage(timeline.visible(), change.messageId);
  if (message === null || message.service !== null) return null;
  if (change.kind === 'react') {
    const { userId, emoticon, at } = change;
    if ((reactionsByPeople(message, at).get(userId) ?? null) === emoticon) return null;
    message.personReactions = [...(message.personReactions ?? []), { userId, emoticon, at }];
    return [];
  }
  // Dates on the wire are whole seconds; nothing is edited before it was published.
  const at = Math.max(Math.floor(change.at), message.date);
  if (change.kind === 'delete') message.deletedAt = at;
  else {
    const { text, entities, isHidden = false } = change;
    if (typeof text !== 'string') throw new WorldError('bad-text', 'The text of a post has to be text.');
    message.edits = [...message.edits, { at, text, entities, isHidden }].sort((a, b) => a.at - b.at);
  }
  return [timeline.change(change.kind, message, at)];
}

/** What people left on a message until `at`: the emoji of each by user id. */
export function reactionsByPeople(message: StoredMessage, at: number): Map<string, string> {
  const left = new Map<string, string>();
  for (const reaction of message.personReactions ?? []) {
    if (reaction.at > at) break;
    if (reaction.emoticon === null) left.delete(reaction.userId);
    else left.set(reaction.userId, reaction.emoticon);
  }
  return left;
}

/** The crowd's reactions and those of people together, the most frequent first. */
export function withPeople(
  crowd: readonly WorldReaction[],
  message: StoredMessage & { personReactions: PersonReaction[] },
  at: number,
): WorldReaction[] {
  const reactions = crowd.map((reaction) => ({ ...reaction }));
  for (const emoticon of reactionsByPeople(message, at).values()) {
    const known = reactions.find((reaction) => reaction.emoticon === emoticon);
    if (known === undefined) reactions.push({ emoticon, count: 1 });
    else known.count += 1;
  }
  return reactions.sort((left, right) => right.count - left.count);
}
