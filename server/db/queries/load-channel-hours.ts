import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** A month of a channel's subscribers by the hour. */
export interface ChannelMonth {
  /** Its first day, `2026-11-01`. */
  month: string;
  /** One for every hour (UTC) from the first of the month to the last that is known; null: not known. */
  subscribers: (number | null)[];
}

/** The months from `from` to `to` (their first days, both included), ascending; one of which nothing is known is absent. */
export async function loadChannelHours(
  connection: Connection,
  channelId: ChannelId,
  from: string,
  to: string,
): Promise<ChannelMonth[]> {
  return await connection.query<ChannelMonth>(
    `SELECT month::text AS month, subscribers FROM channel_hours
     WHERE channel_id = $1 AND month BETWEEN $2 AND $3 ORDER BY month`,
    [channelId, from, to],
  );
}
