import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** Notes that an account was refused a channel, with Telegram's reason. */
export async function saveChannelRefusal(
  connection: Connection,
  refusal: { accountId: string; channelId: ChannelId; code: string; refusedAt: Date },
): Promise<void> {
  await connection.query(
    `INSERT INTO channel_refusals (account_id, channel_id, code, refused_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, channel_id) DO UPDATE SET code = excluded.code, refused_at = excluded.refused_at`,
    [refusal.accountId, refusal.channelId, refusal.code, refusal.refusedAt],
  );
}
