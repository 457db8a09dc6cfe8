import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** With which access hash an account reaches a channel; null: it never saw the channel, or the hash was refused. */
export async function loadAccessHash(
  connection: Connection,
  accountId: string,
  channelId: ChannelId,
): Promise<string | null> {
  const [row] = await connection.query<{ access_hash: string }>(
    'SELECT access_hash FROM channel_access WHERE account_id = $1 AND channel_id = $2',
    [accountId, channelId],
  );
  return row?.access_hash ?? null;
}
