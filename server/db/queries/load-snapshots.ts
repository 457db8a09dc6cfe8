import type { ChannelId } from '#contract/channel-id.ts';
import type { Source } from '#contract/figure.ts';
import type { Connection } from '../connection.ts';

/** A measurement with known subscribers, as analytics take it. */
export interface LoadedSnapshot {
  /** ISO 8601. */
  capturedAt: string;
  subscribers: number;
  source: Source;
}

interface Row {
  captured_at: Date;
  subscribers: number;
  source: Source;
}

/** The channel's measurements from an instant on, ascending; those without subscribers are left out. */
export async function loadSnapshots(
  connection: Connection,
  channelId: ChannelId,
  from: Date,
): Promise<LoadedSnapshot[]> {
  const rows = await connection.query<Row>(
    `SELECT captured_at, subscribers, source FROM channel_snapshots
     WHERE channel_id = $1 AND captured_at >= $2 AND subscribers IS NOT NULL
     ORDER BY captured_at`,
    [channelId, from],
  );
  return rows.map((row) => ({
    capturedAt: row.captured_at.toISOString(),
    subscribers: row.subscribers,
    source: row.source,
  }));
}
