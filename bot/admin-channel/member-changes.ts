import { Composer } from 'grammy';
import type { ChatMember, ChatMemberUpdated } from 'grammy/types';
import type { ChannelId } from '#contract/channel-id.ts';
import type { Language } from '#format/language.ts';
import type { Messages } from '#locales/create-messages.ts';
import type { InviteLink } from '#server/db/queries/save-invite-link.ts';
import type { JoinRoute, MemberEvent } from '#server/db/queries/save-member-event.ts';
import { fromMarkedId } from '#server/ids.ts';
import type { BotContext } from '../bot-context.ts';
import type { AdminDesk } from './admin-desk.ts';
import { tellNotices } from './tell-notices.ts';

/**
 * People who come to a channel and leave it, with the link they came by. They say nothing to the bot, so nobody is
 * remembered as a viewer here.
 */
export function createMemberChanges({
  adminDesk,
  messages,
}: {
  adminDesk: AdminDesk;
  messages: Record<Language, Messages>;
}): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer.on('chat_member', async (ctx) => {
    const channelId = ctx.chat.type === 'channel' ? fromMarkedId(String(ctx.chat.id)) : null;
    if (channelId === null) return;
    const { chatMember: change } = ctx;
    const updateId = ctx.update.update_id;
    const wasAdmin = isAdministrator(change.old_chat_member);
    await adminDesk.noteMember({
      channelId,
      updateId,
      event: readEvent(channelId, updateId, change),
      link: readLink(channelId, change),
      demotedId:
        wasAdmin && !isAdministrator(change.new_chat_member) ? String(change.new_chat_member.user.id) : null,
    });
    if (wasAdmin) await tellNotices(ctx, adminDesk, messages);
  });
  return composer;
}

/** null: neither came nor left. */
function readEvent(channelId: ChannelId, updateId: number, change: ChatMemberUpdated): MemberEvent | null {
  const { old_chat_member: before, new_chat_member: after, date } = change;
  if (isInside(before) === isInside(after)) return null;
  const kind = isInside(after) ? 'joined' : after.status === 'kicked' ? 'kicked' : 'left';
  return {
    ...{ channelId, updateId, kind, happenedAt: new Date(date * 1_000), userId: String(after.user.id) },
    via: kind === 'joined' ? readRoute(change) : null,
    link: kind === 'joined' ? (change.invite_link?.invite_link ?? null) : null,
  };
}

function readRoute(change: ChatMemberUpdated): JoinRoute | null {
  if (change.via_chat_folder_invite_link === true) return 'folder';
  if (change.via_join_request === true) return 'request';
  if (change.invite_link !== undefined) return 'link';
  return change.from.id === change.new_chat_member.user.id ? null : 'added';
}

function readLink(channelId: ChannelId, { invite_link: link, date }: ChatMemberUpdated): InviteLink | null {
  if (link === undefined) return null;
  const { expire_date: expires } = link;
  return {
    channelId,
    link: link.invite_link,
    name: link.name ?? null,
    creatorId: String(link.creator.id),
    isPrimary: link.is_primary,
    isRevoked: link.is_revoked,
    needsApproval: link.creates_join_request,
    expiresAt: expires === undefined ? null : new Date(expires * 1_000),
    memberLimit: link.member_limit ?? null,
    seenAt: new Date(date * 1_000),
  };
}

function isAdministrator({ status }: ChatMember): boolean {
  return status === 'creator' || status === 'administrator';
}

function isInside(member: ChatMember): boolean {
  if (member.status === 'restricted') return member.is_member;
  return member.status !== 'left' && member.status !== 'kicked';
}
