/**
 * What Telegram tells the bot of the channels it administers. This file is what the handlers ask of the rest of the
 * product: each update changes something in one transaction, or nothing when it was taken before.
 */
import { noteChannelEdit, noteChannelPost, type ToldMessage } from '#server/actions/note-channel-post.ts';
import { type MemberChange, noteMember } from '#server/actions/note-member.ts';
import { noteReactionCount, type ToldReactions } from '#server/actions/note-reaction-count.ts';
import { notePromotion, noteRemoval, type Promotion } from '#server/actions/note-standing.ts';
import { type Notice, owedNotices, settleNotice } from '#server/actions/owed-notices.ts';
import type { Database } from '#server/db/database.ts';

type WithoutNow<Change> = Omit<Change, 'now'>;

export interface AdminDesk {
  notePost(told: Omit<WithoutNow<ToldMessage>, 'updateId'>): Promise<void>;
  noteEdit(told: WithoutNow<ToldMessage>): Promise<void>;
  noteReactions(told: ToldReactions): Promise<void>;
  noteMember(change: WithoutNow<MemberChange>): Promise<void>;
  notePromotion(promotion: WithoutNow<Promotion>): Promise<void>;
  noteRemoval(removal: Pick<Promotion, 'channelId' | 'updateId' | 'changedAt'>): Promise<void>;
  /** What an update gave us to say to people and was not said yet. */
  owedNotices(updateId: number): Promise<Notice[]>;
  /** It was said, or cannot be. */
  settleNotice(updateId: number, viewerId: string): Promise<void>;
}

export function createAdminDesk({
  database,
  now,
}: {
  database: Pick<Database, 'query' | 'transaction'>;
  now: () => Date;
}): AdminDesk {
  return {
    notePost: (told) => noteChannelPost(database, { ...told, now: now() }),
    noteEdit: (told) => noteChannelEdit(database, { ...told, now: now() }),
    noteReactions: (told) => noteReactionCount(database, told),
    noteMember: (change) => noteMember(database, { ...change, now: now() }),
    notePromotion: (promotion) => notePromotion(database, { ...promotion, now: now() }),
    noteRemoval: (removal) => noteRemoval(database, { ...removal, now: now() }),
    owedNotices: (updateId) => owedNotices(database, updateId),
    settleNotice: (updateId, viewerId) => settleNotice(database, { updateId, viewerId, now: now() }),
  };
}
