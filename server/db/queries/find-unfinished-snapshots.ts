import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

export interface UnfinishedSnapshot {
  channelId: ChannelId;
  capturedAt: Date;
  subscribers: number | null;
}

/**
 * The newest snapshot since `from` of each channel, where the figures over its last ten posts are not in it yet. Over all
 * channels: it looks at the last minutes alone.
 */
export async function findUnfinishedSnapshots(
  connection: Connection,
  from: Date,
): Promise<UnfinishedSnapshot[]> {
  return await connection.query<UnfinishedSnapshot>(
    `SELECT "channelId", "capturedAt", subscribers FROM (
       SELECT DISTINCT ON (channel_id) channel_id AS "channelId", captured_at AS "capturedAt", subscribers,
         views_last_10_posts IS NULL AS is_unfinished
       FROM channel_snapshots WHERE captured_at >= $1 ORDER BY channel_id, captured_at DESC
     ) AS newest WHERE is_unfinished`,
    [from],
  );
}
