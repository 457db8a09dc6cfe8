import type { ChannelId } from '#contract/channel-id.ts';
import { type AuditTotals, auditTotals } from '#server/analytics/audit-totals.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadChannel } from '#server/db/queries/load-channel.ts';
import { loadPosts } from '#server/db/queries/load-posts.ts';

/** Totals over everything stored of a channel, for anyone who wants to check. */
export type Audit = AuditTotals & { username: string | null };

/** null: the channel is not stored. */
export async function loadAudit(connection: Connection, channelId: ChannelId): Promise<Audit | null> {
  const channel = await loadChannel(connection, channelId);
  if (channel === null) return null;
  return {
    username: channel.username,
    ...auditTotals(channelId, await loadPosts(connection, channelId)),
  };
}
