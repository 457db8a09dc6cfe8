import type { ChannelId } from '#contract/channel-id.ts';
import type { Gains } from '#server/series/day-gains.ts';
import type { Connection } from '../connection.ts';

/** A channel's day (UTC): its last known subscribers, and what its posts gained. */
export interface ChannelDay extends Gains {
  /** `2026-11-20`. */
  day: string;
  subscribers: number | null;
}

interface Row {
  day: string;
  subscribers: number | null;
  views: string | null;
  forwards: string | null;
  comments: string | null;
  reactions: string | null;
}

/** The days from `from` to `to`, both included, ascending; a day of which nothing is known is absent. */
export async function loadChannelDays(
  connection: Connection,
  channelId: ChannelId,
  from: string,
  to: string,
): Promise<ChannelDay[]> {
  const rows = await connection.query<Row>(
    `SELECT day::text AS day, subscribers, views, forwards, comments, reactions FROM channel_days
     WHERE channel_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day`,
    [channelId, from, to],
  );
  return rows.map((row) => ({
    day: row.day,
    subscribers: row.subscribers,
    views: toNumber(row.views),
    forwards: toNumber(row.forwards),
    comments: toNumber(row.comments),
    reactions: toNumber(row.reactions),
  }));
}

function toNumber(sum: string | null): number | null {
  return sum === null ? null : Number(sum);
}
