import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** The operator's account in use that has met a channel, the one seen alive last if there are several; null: none. */
export async function findReachingAccount(
  connection: Connection,
  channelId: ChannelId,
): Promise<string | null> {
  const [row] = await connection.query<{ account_id: string }>(
    `SELECT accounts.account_id FROM channel_access JOIN accounts USING (account_id)
     WHERE channel_access.channel_id = $1 AND accounts.kind = 'operator' AND accounts.state = 'active'
     ORDER BY accounts.heartbeat_at DESC NULLS LAST, accounts.account_id LIMIT 1`,
    [channelId],
  );
  return row?.account_id ?? null;
}
