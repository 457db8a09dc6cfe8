import type { HistoryState } from '#contract/channel.ts';
import type { Schedule } from '#server/db/queries/load-schedule.ts';

/** How far the reading of a channel's history is; a channel without a schedule waits for somebody who collects it. */
export function historyState(schedule: Schedule | null): HistoryState {
  if (schedule === null) return { kind: 'queued' };
  const { historyRead: read, historyTotal: total, historyError, accountId, lastSyncedAt } = schedule;
  if (schedule.historyState === 'complete') return { kind: 'complete', read };
  if (schedule.historyState === 'failed') return { kind: 'failed', code: historyError ?? 'unknown', read };
  if (accountId === null && lastSyncedAt !== null) return { kind: 'needs-account', read };
  return schedule.historyState === 'queued' ? { kind: 'queued' } : { kind: 'reading', read, total };
}
