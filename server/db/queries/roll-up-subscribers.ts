import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Writes the last known subscribers of the UTC day and hour that an instant lies in into the rollups, counted from the
 * snapshots themselves: a snapshot that comes late changes only what it ought to, and doing it again changes nothing.
 */
export async function rollUpSubscribers(
  connection: Connection,
  channelId: ChannelId,
  at: Date,
): Promise<void> {
  const hour = new Date(Math.floor(at.getTime() / hourMs) * hourMs);
  const day = new Date(Math.floor(at.getTime() / dayMs) * dayMs);
  await connection.query(
    `INSERT INTO channel_days (channel_id, day, subscribers)
     SELECT channel_id, $4, subscribers FROM channel_snapshots
     WHERE channel_id = $1 AND captured_at >= $2 AND captured_at < $3 AND subscribers IS NOT NULL
     ORDER BY captured_at DESC LIMIT 1
     ON CONFLICT (channel_id, day) DO UPDATE SET subscribers = excluded.subscribers`,
    [channelId, day, new Date(day.getTime() + dayMs), day.toISOString().slice(0, 10)],
  );
  // The hours of a month as one array, from 1; those of which nothing is known are null.
  const index = (day.getUTCDate() - 1) * 24 + hour.getUTCHours() + 1;
  await connection.query(
    `INSERT INTO channel_hours (channel_id, month, subscribers)
     SELECT channel_id, $4, array_fill(NULL::int, ARRAY[$5::int - 1]) || subscribers FROM channel_snapshots
     WHERE channel_id = $1 AND captured_at >= $2 AND captured_at < $3 AND subscribers IS NOT NULL
     ORDER BY captured_at DESC LIMIT 1
     ON CONFLICT (channel_id, month) DO UPDATE SET subscribers[$5::int] = excluded.subscribers[$5::int]`,
    [channelId, hour, new Date(hour.getTime() + hourMs), `${hour.toISOString().slice(0, 7)}-01`, index],
  );
}
