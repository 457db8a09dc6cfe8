import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/**
 * Remembers that the bot is in a channel, whatever was refused it before. Telegram takes an access hash of 0 from a bot
 * for channels it is in; one that was learned otherwise is kept. Nothing happens while the bot has no account.
 */
export async function saveBotAccess(connection: Connection, channelId: ChannelId, now: Date): Promise<void> {
  await connection.query(
    `INSERT INTO channel_access (account_id, channel_id, access_hash, captured_at)
     SELECT account_id, $1, 0, $2 FROM accounts WHERE kind = 'bot' AND state = 'active'
     ON CONFLICT (account_id, channel_id) DO NOTHING`,
    [channelId, now],
  );
  await connection.query(
    `DELETE FROM channel_refusals USING accounts
     WHERE channel_refusals.account_id = accounts.account_id AND accounts.kind = 'bot' AND channel_id = $1`,
    [channelId],
  );
}
