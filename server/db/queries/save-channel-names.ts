import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/**
 * Remembers which names (any case, without @) lead to the channel, all of them: a name that is not given any more is
 * forgotten, because somebody else may have it now. A name that a later look found elsewhere is left there.
 */
export async function saveChannelNames(
  connection: Connection,
  channel: { channelId: ChannelId; usernames: readonly string[]; resolvedAt: Date },
): Promise<void> {
  const usernames = [...new Set(channel.usernames.map((username) => username.toLowerCase()))];
  await connection.query(
    'DELETE FROM channel_names WHERE channel_id = $1 AND username <> ALL ($2::text[]) AND resolved_at <= $3',
    [channel.channelId, usernames, channel.resolvedAt],
  );
  await connection.query(
    `INSERT INTO channel_names (username, channel_id, resolved_at)
     SELECT username, $1, $3 FROM unnest($2::text[]) AS username
     ON CONFLICT (username) DO UPDATE SET channel_id = excluded.channel_id, resolved_at = excluded.resolved_at
     WHERE excluded.resolved_at >= channel_names.resolved_at`,
    [channel.channelId, usernames, channel.resolvedAt],
  );
}
