import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/**
 * Channels that no account reads although one may, at most `limit` of them, by chance; none while no gateway holds any
 * account.
 */
export async function loadUnservedChannels(connection: Connection, limit: number): Promise<ChannelId[]> {
  const rows = await connection.query<{ channel_id: ChannelId }>(
    `SELECT channel_id FROM channel_schedule
     WHERE account_id IS NULL AND is_mtproto_allowed AND EXISTS (
       SELECT 1 FROM accounts
       WHERE state = 'active' AND heartbeat_at >= clock_timestamp() - make_interval(secs => 30))
     ORDER BY random() LIMIT $1`,
    [limit],
  );
  return rows.map((row) => row.channel_id);
}
