import type { WorldInvite } from '#sandbox/world/world.ts';
import { buildBotUser } from './build-objects.ts';
import type { BotApiContext } from './context.ts';

/** `https://t.me/+hash`. */
export function inviteAddress(hash: string): string {
  return `https://t.me/+${hash}`;
}

/** The hash in an invite link of any form; null: it is none. */
export function readInviteHash(address: string): string | null {
  return /(?:t\.me\/(?:\+|joinchat\/)|tg:\/\/join\?invite=)([\w-]{16,})$/.exec(address.trim())?.[1] ?? null;
}

/** An invite link as the Bot API shows it; a link that is not the bot's own is shortened. */
export function buildInviteLink(invite: WorldInvite, context: BotApiContext): Record<string, unknown> {
  const isOwn = invite.creatorId === context.bot.id;
  const creator = context.world.user(invite.creatorId) ?? context.bot;
  return {
    invite_link: inviteAddress(isOwn ? invite.hash : `${invite.hash.slice(0, 8)}...`),
    ...(invite.title !== null && { name: invite.title }),
    creator: buildBotUser(creator),
    creates_join_request: false,
    is_primary: invite.isPermanent,
    is_revoked: invite.isRevoked,
    ...(invite.expireAt !== null && { expire_date: Math.floor(invite.expireAt) }),
    ...(invite.usageLimit !== null && { member_limit: invite.usageLimit }),
  };
}
