import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Forgets an access hash that Telegram refused; the next question for the channel's name gets a new one. */
export async function forgetAccessHash(
  connection: Connection,
  accountId: string,
  channelId: ChannelId,
): Promise<void> {
  await connection.query('DELETE FROM channel_access WHERE account_id = $1 AND channel_id = $2', [
    accountId,
    channelId,
  ]);
}
