import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/**
 * The channels with readings to pack: those that have at least `leastPages` of them, or one from before `before`. Over
 * all channels: the table holds a few hours.
 */
export async function findSampledChannels(
  connection: Connection,
  leastPages: number,
  before: Date,
): Promise<ChannelId[]> {
  const rows = await connection.query<{ channel_id: ChannelId }>(
    `SELECT channel_id FROM post_samples GROUP BY channel_id
     HAVING count(*) >= $1 OR min(sampled_at) < $2 ORDER BY channel_id`,
    [leastPages, before],
  );
  return rows.map((row) => row.channel_id);
}
