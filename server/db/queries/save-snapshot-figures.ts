import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** The older system's figures over the last ten posts; rates in percent, as it had them. */
export interface SnapshotFigures {
  viewsLast10Posts: number | null;
  avgViewsPerPost: number | null;
  /** Interactions per subscriber × 100. */
  erLast10Posts: number | null;
  /** Interactions per view × 100. */
  errLast10Posts: number | null;
}

/** Writes the figures into a snapshot; one that is not there any more is left alone. */
export async function saveSnapshotFigures(
  connection: Connection,
  channelId: ChannelId,
  capturedAt: Date,
  figures: SnapshotFigures,
): Promise<void> {
  await connection.query(
    `UPDATE channel_snapshots SET views_last_10_posts = $3, avg_views_per_post = $4, er_last_10_posts = $5,
       err_last_10_posts = $6
     WHERE channel_id = $1 AND captured_at = $2`,
    [
      ...[channelId, capturedAt, figures.viewsLast10Posts, figures.avgViewsPerPost],
      ...[figures.erLast10Posts, figures.errLast10Posts],
    ],
  );
}
