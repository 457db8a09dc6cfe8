import type { HistoryState } from '#contract/channel.ts';
import type { ChannelId } from '#contract/channel-id.ts';
import type { Connection } from '#server/db/connection.ts';
import { loadSchedule } from '#server/db/queries/load-schedule.ts';
import { historyState } from './history-state.ts';

/** How far the reading of a channel is: its history, and when its newest posts and subscribers were read last. */
export async function loadHistory(
  connection: Connection,
  channelId: ChannelId,
): Promise<{ history: HistoryState; syncedAt: string | null }> {
  const schedule = await loadSchedule(connection, channelId);
  return {
    history: historyState(schedule),
    syncedAt: schedule?.lastSyncedAt?.toISOString() ?? null,
  };
}
