import type { ChannelId } from '#contract/channel-id.ts';
import type { Database } from '#server/db/database.ts';
import { endProvenRoles } from '#server/db/queries/end-proven-roles.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { saveBotNotices } from '#server/db/queries/save-bot-notices.ts';
import { type InviteLink, saveInviteLink } from '#server/db/queries/save-invite-link.ts';
import { type MemberEvent, saveMemberEvent } from '#server/db/queries/save-member-event.ts';
import { toNotices } from './note-standing.ts';
import { planChannels } from './plan-channels.ts';

/** What an update tells of one person in a channel the bot administers. */
export interface MemberChange {
  channelId: ChannelId;
  updateId: number;
  /** null: neither came nor left; a right changed. */
  event: MemberEvent | null;
  /** The link they came by. */
  link: InviteLink | null;
  /** They administer the channel no more: Telegram user id; null: nothing of that kind. */
  demotedId: string | null;
  now: Date;
}

/**
 * Takes note of who came or left, for channels that are collected, and by which link. An administrator who is none any more
 * loses at once what only administrators may have.
 */
export async function noteMember(
  database: Pick<Database, 'transaction'>,
  change: MemberChange,
): Promise<void> {
  const { channelId, updateId, event, link, demotedId, now } = change;
  await database.transaction(async (connection) => {
    const isCollected = (await loadSchedule(connection, channelId)) !== null;
    if (isCollected && event !== null) {
      if (link !== null) await saveInviteLink(connection, link);
      await saveMemberEvent(connection, event);
    }
    if (demotedId === null) return;
    const ended = await endProvenRoles(connection, channelId, demotedId);
    if (ended.length === 0) return;
    await saveBotNotices(connection, { updateId, channelId, people: toNotices(ended, 'demoted'), now });
    await planChannels(connection, [channelId], { now, priority: null });
  });
}
