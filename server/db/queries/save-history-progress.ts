import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

export interface HistoryProgress {
  state: 'reading' | 'complete';
  /** Messages read so far, service messages included. */
  read: number;
  total: number;
  /** The next page holds messages older than this. */
  offsetId: number;
}

/**
 * Moves the reading of a history on, in the transaction that saves the page's posts. False: it was not where the caller
 * thought (`fromOffsetId`), because another reader moved it; then nothing is changed and the page must not be counted.
 */
export async function saveHistoryProgress(
  connection: Connection,
  channelId: ChannelId,
  fromOffsetId: number,
  progress: HistoryProgress,
  now: Date,
): Promise<boolean> {
  const rows = await connection.query(
    `UPDATE channel_schedule SET history_state = $3, history_read = $4, history_total = $5, history_offset_id = $6,
       history_error = NULL, updated_at = $7
     WHERE channel_id = $1 AND history_offset_id = $2 AND history_state IN ('queued', 'reading', 'failed')
     RETURNING channel_id`,
    [channelId, fromOffsetId, progress.state, progress.read, progress.total, progress.offsetId, now],
  );
  return rows.length === 1;
}
