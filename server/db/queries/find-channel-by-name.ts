import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** The channel a name (any case, without @) was resolved to; null: it was never resolved. */
export async function findChannelByName(connection: Connection, username: string): Promise<ChannelId | null> {
  const [row] = await connection.query<{ channel_id: ChannelId }>(
    'SELECT channel_id FROM channel_names WHERE username = lower($1)',
    [username],
  );
  return row?.channel_id ?? null;
}
