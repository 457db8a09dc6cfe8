import type { HistoryState } from '#contract/channel.ts';
import type { Connection } from '#server/db/connection.ts';
import { parseChannelId } from '#server/ids.ts';
import type { DueProgress } from './progress.ts';

interface Row {
  chat_id: string;
  message_id: string;
  viewer_id: string;
  channel_id: string;
  language: 'en' | 'ru';
  waits_for: 'history' | 'refresh';
  shown_text: string;
  created_at: Date;
  history_state: 'queued' | 'reading' | 'complete' | 'failed' | null;
  history_read: number | null;
  history_total: number | null;
  history_error: string | null;
  account_id: string | null;
  last_synced_at: Date | null;
}

/** How many messages one process edits in one round. */
const roundSize = 50;

/**
 * Takes the messages that are due and puts each off by `pauseMs` in the same statement, so that no other process takes
 * it too. Both tables are local ones.
 */
export async function claimDueProgress(
  connection: Connection,
  now: Date,
  pauseMs: number,
): Promise<DueProgress[]> {
  const rows = await connection.query<Row>(
    `WITH due AS (
       UPDATE progress_messages SET due_at = $2
       WHERE (chat_id, message_id) IN (
         SELECT chat_id, message_id FROM progress_messages
         WHERE due_at <= $1 ORDER BY due_at LIMIT ${roundSize} FOR UPDATE SKIP LOCKED
       )
       RETURNING *
     )
     SELECT due.*, history_state, history_read, history_total, history_error, account_id, last_synced_at
     FROM due LEFT JOIN channel_schedule USING (channel_id)`,
    [now, new Date(now.getTime() + pauseMs)],
  );
  return rows.flatMap((row) => {
    const channelId = parseChannelId(row.channel_id);
    if (channelId === null) return [];
    return {
      chatId: row.chat_id,
      messageId: row.message_id,
      viewerId: row.viewer_id,
      channelId,
      language: row.language,
      waitsFor: row.waits_for,
      shownText: row.shown_text,
      createdAt: row.created_at,
      history: historyOf(row),
      lastSyncedAt: row.last_synced_at,
    };
  });
}

function historyOf(row: Row): HistoryState | null {
  const read = row.history_read ?? 0;
  const isReading = row.history_state === 'queued' || row.history_state === 'reading';
  if (isReading && row.account_id === null && row.last_synced_at !== null)
    return { kind: 'needs-account', read };
  switch (row.history_state) {
    case null:
      return null;
    case 'queued':
      return { kind: 'queued' };
    case 'reading':
      return { kind: 'reading', read, total: row.history_total };
    case 'complete':
      return { kind: 'complete', read };
    case 'failed':
      return { kind: 'failed', code: row.history_error ?? 'unknown', read };
  }
}
