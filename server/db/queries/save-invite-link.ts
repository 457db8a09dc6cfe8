import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** An invite link as Telegram described it at `seenAt`. */
export interface InviteLink {
  channelId: ChannelId;
  /** As Telegram shows it to the bot: whole for its own links, cut short for others'. */
  link: string;
  name: string | null;
  creatorId: string | null;
  isPrimary: boolean;
  isRevoked: boolean;
  needsApproval: boolean;
  expiresAt: Date | null;
  memberLimit: number | null;
  seenAt: Date;
}

/** Stores an invite link; an older description never overwrites a newer one. */
export async function saveInviteLink(connection: Connection, link: InviteLink): Promise<void> {
  await connection.query(
    `INSERT INTO invite_links (channel_id, link, name, creator_id, is_primary, is_revoked, needs_approval, expires_at,
       member_limit, seen_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (channel_id, link) DO UPDATE SET
       name = excluded.name, creator_id = excluded.creator_id, is_primary = excluded.is_primary,
       is_revoked = excluded.is_revoked, needs_approval = excluded.needs_approval, expires_at = excluded.expires_at,
       member_limit = excluded.member_limit, seen_at = excluded.seen_at
     WHERE excluded.seen_at >= invite_links.seen_at`,
    [
      ...[link.channelId, link.link, link.name, link.creatorId, link.isPrimary, link.isRevoked],
      ...[link.needsApproval, link.expiresAt, link.memberLimit, link.seenAt],
    ],
  );
}
