import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Since when the bot has administered the channel without a pause; null: it does not. */
export async function loadAdminSince(connection: Connection, channelId: ChannelId): Promise<Date | null> {
  const [row] = await connection.query<{ since: Date | null }>(
    'SELECT admin_since AS since FROM bot_channels WHERE channel_id = $1',
    [channelId],
  );
  return row?.since ?? null;
}
