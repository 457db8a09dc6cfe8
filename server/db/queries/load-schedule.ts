import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '../connection.ts';

/** How a channel is collected and how far the reading of its history is. */
export interface Schedule {
  channelId: ChannelId;
  /** Who reads its posts; null: no account may. */
  accountId: string | null;
  isMtprotoAllowed: boolean;
  nextDueAt: Date;
  historyState: 'queued' | 'reading' | 'complete' | 'failed';
  /** Messages read so far. */
  historyRead: number;
  /** Messages the channel holds, as Telegram says; null: not asked yet. */
  historyTotal: number | null;
  historyOffsetId: number;
  /** Stable code of what stopped the reading. */
  historyError: string | null;
  lastSyncedAt: Date | null;
}

const columns = `channel_id AS "channelId", account_id AS "accountId",
  is_mtproto_allowed AS "isMtprotoAllowed", next_due_at AS "nextDueAt",
  history_state AS "historyState", history_read AS "historyRead", history_total AS "historyTotal",
  history_offset_id AS "historyOffsetId", history_error AS "historyError", last_synced_at AS "lastSyncedAt"`;

/** The schedule of one channel; null: nobody collects it. */
export async function loadSchedule(connection: Connection, channelId: ChannelId): Promise<Schedule | null> {
  const [schedule] = await connection.query<Schedule>(
    `SELECT ${columns} FROM channel_schedule WHERE channel_id = $1`,
    [channelId],
  );
  return schedule ?? null;
}
