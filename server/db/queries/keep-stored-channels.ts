import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Those of the channels that we know anything about. */
export async function keepStoredChannels(
  connection: Connection,
  channelIds: readonly ChannelId[],
): Promise<ChannelId[]> {
  if (channelIds.length === 0) return [];
  const rows = await connection.query<{ channel_id: ChannelId }>(
    'SELECT channel_id FROM channels WHERE channel_id = ANY($1::bigint[])',
    [channelIds],
  );
  return rows.map((row) => row.channel_id);
}
