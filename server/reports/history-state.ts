import type { HistoryState } from '#contract/channel.ts';
import type { Schedule } from '#server/db/queries/load-schedule.ts';

/** How far the reading of a channel's history is; a channel without a schedule waits for somebody who collects it. */
export function historyState(schedule: Schedule | null): HistoryState {
  const read = schedule?.historyRead ?? 0;
  switch (schedule?.historyState) {
    case undefined:
    case 'queued':
      return { kind: 'queued' };
    case 'reading':
      return { kind: 'reading', read, total: schedule?.historyTotal ?? null };
    case 'complete':
      return { kind: 'complete', read };
    case 'failed':
      return { kind: 'failed', code: schedule?.historyError ?? 'unknown', read };
  }
}
