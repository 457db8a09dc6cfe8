import { expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import type { Schedule } from '#server/db/queries/load-schedule.ts';
import { historyState } from './history-state.ts';

const at = new Date('2026-11-20T12:00:00.000Z');

function aSchedule(changes: Partial<Schedule> = {}): Schedule {
  return {
    channelId: channelIdSchema.parse('1900000001'),
    accountId: '7',
    isMtprotoAllowed: true,
    nextDueAt: at,
    historyState: 'queued',
    historyRead: 0,
    historyTotal: null,
    historyOffsetId: 0,
    historyError: null,
    lastSyncedAt: at,
    ...changes,
  };
}

it.each([
  [{}, { kind: 'queued' }],
  [
    { historyState: 'reading', historyRead: 5, historyTotal: 9 },
    { kind: 'reading', read: 5, total: 9 },
  ],
  [{ accountId: null }, { kind: 'needs-account', read: 0 }],
  [
    { accountId: null, historyState: 'reading', historyRead: 5 },
    { kind: 'needs-account', read: 5 },
  ],
  // Nobody knows before the first look whether an account comes.
  [{ accountId: null, lastSyncedAt: null }, { kind: 'queued' }],
  [
    { accountId: null, historyState: 'complete', historyRead: 9 },
    { kind: 'complete', read: 9 },
  ],
  [
    { accountId: null, historyState: 'failed', historyError: 'CHANNEL_PRIVATE' },
    { kind: 'failed', code: 'CHANNEL_PRIVATE', read: 0 },
  ],
] as const)('a schedule with %j is %j', (changes, state) => {
  expect(historyState(aSchedule(changes))).toEqual(state);
});

it('a channel without a schedule waits', () => {
  expect(historyState(null)).toEqual({ kind: 'queued' });
});
