import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/**
 * Remembers how an account reaches channels it has met, of these only the ones that its owner tracks: which others
 * somebody is in is theirs to know.
 */
export async function saveMetChannels(
  connection: Connection,
  accountId: string,
  channels: readonly { channelId: ChannelId; accessHash: string }[],
  capturedAt: Date,
): Promise<void> {
  if (channels.length === 0) return;
  await connection.query(
    `INSERT INTO channel_access (account_id, channel_id, access_hash, captured_at)
     SELECT account_id, met.channel_id, met.access_hash, $4
     FROM unnest($2::bigint[], $3::bigint[]) AS met(channel_id, access_hash)
     JOIN tracked_channels USING (channel_id) JOIN accounts USING (viewer_id)
     WHERE account_id = $1
     ON CONFLICT (account_id, channel_id) DO UPDATE
     SET access_hash = excluded.access_hash, captured_at = excluded.captured_at
     WHERE excluded.captured_at >= channel_access.captured_at`,
    [
      accountId,
      channels.map((channel) => channel.channelId),
      channels.map((channel) => channel.accessHash),
      capturedAt,
    ],
  );
}
