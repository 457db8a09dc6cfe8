import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

export interface ChannelAccess {
  accountId: string;
  channelId: ChannelId;
  /** Signed, decimal text; valid for this account only and never shown outside the gateway. */
  accessHash: string;
  capturedAt: Date;
}

/** Remembers with which access hash an account reaches a channel. */
export async function saveChannelAccess(connection: Connection, access: ChannelAccess): Promise<void> {
  await connection.query(
    `INSERT INTO channel_access (account_id, channel_id, access_hash, captured_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, channel_id) DO UPDATE
     SET access_hash = excluded.access_hash, captured_at = excluded.captured_at
     WHERE excluded.captured_at >= channel_access.captured_at`,
    [access.accountId, access.channelId, access.accessHash, access.capturedAt],
  );
}
