import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Channels that an account reads, by id from above `after`, at most `limit` of them. */
export async function loadAccountChannels(
  connection: Connection,
  page: { accountId: string; after: string; limit: number },
): Promise<ChannelId[]> {
  const rows = await connection.query<{ channel_id: ChannelId }>(
    `SELECT channel_id FROM channel_schedule WHERE account_id = $1 AND channel_id > $2
     ORDER BY channel_id LIMIT $3`,
    [page.accountId, page.after, page.limit],
  );
  return rows.map((row) => row.channel_id);
}
