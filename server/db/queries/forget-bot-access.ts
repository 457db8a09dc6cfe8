import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/**
 * Forgets that the bot's account reaches a channel because it is in it. A hash that was learned by resolving a public name
 * is kept: it leads there from outside as well.
 */
export async function forgetBotAccess(connection: Connection, channelId: ChannelId): Promise<void> {
  await connection.query(
    `DELETE FROM channel_access AS access USING accounts
     WHERE access.account_id = accounts.account_id AND accounts.kind = 'bot' AND access.channel_id = $1
       AND (access.access_hash = 0
         OR EXISTS (SELECT FROM channels WHERE channels.channel_id = $1 AND visibility = 'private'))`,
    [channelId],
  );
}
