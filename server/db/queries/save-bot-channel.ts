import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** How the bot stands in a channel since `changedAt`, and which update told it. */
export interface BotStanding {
  channelId: ChannelId;
  isAdministrator: boolean;
  changedAt: Date;
  updateId: number;
}

/**
 * Notes how the bot stands in a channel. `admin_since` lasts while it stays an administrator: joins and leaves are known
 * from then on. False: something later is known already, and nothing was written; the same update again is true.
 */
export async function saveBotChannel(connection: Connection, standing: BotStanding): Promise<boolean> {
  const { channelId, isAdministrator, changedAt, updateId } = standing;
  const rows = await connection.query(
    `INSERT INTO bot_channels (channel_id, status, admin_since, changed_at, update_id)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (channel_id) DO UPDATE SET
       status = excluded.status,
       admin_since = CASE WHEN excluded.admin_since IS NULL THEN NULL
         ELSE COALESCE(bot_channels.admin_since, excluded.admin_since) END,
       changed_at = excluded.changed_at,
       update_id = excluded.update_id
     WHERE (excluded.changed_at, excluded.update_id) >= (bot_channels.changed_at, bot_channels.update_id)
     RETURNING channel_id`,
    [
      channelId,
      isAdministrator ? 'administrator' : 'outside',
      isAdministrator ? changedAt : null,
      changedAt,
      updateId,
    ],
  );
  return rows.length === 1;
}
