import type { CallPriority } from './call-priority.ts';
import { bookableMs, createTokenBucket, type TokenBucket } from './token-bucket.ts';

/** History: one call a second for ever, 30 at once. Names: 20 an hour; more brings flood waits of hours. */
const budgets = {
  'messages.GetHistory': { capacity: 30, perSecond: 1 },
  'channels.GetMessages': { capacity: 30, perSecond: 1 },
  'messages.GetMessages': { capacity: 30, perSecond: 1 },
  'messages.Search': { capacity: 10, perSecond: 0.3 },
  'messages.GetDialogs': { capacity: 10, perSecond: 0.2 },
  'channels.GetFullChannel': { capacity: 30, perSecond: 0.5 },
  'contacts.ResolveUsername': { capacity: 20, perSecond: 20 / 3_600 },
} satisfies Record<string, { capacity: number; perSecond: number }>;

/** What each class leaves to more urgent ones: people find calls left whatever collecting has used up. */
const reserves: Record<CallPriority, number> = { interactive: 0, fresh: 4, channel: 5, old: 6, backfill: 7 };

/** A class that got nothing of a budget for so long may take from the reserves once: it is slow, but never stands. */
const starvedMs = 60_000;

export interface CallBudget {
  /** 0: the call may be made; else how many milliseconds until it may. A short wait is booked, see the token bucket. */
  take(method: string, priority: CallPriority, now: number): number;
}

/** Creates the budgets of one session, full at `startedAt` (milliseconds). Methods without one are free. */
export function createCallBudget(startedAt: number): CallBudget {
  const buckets = new Map<string, TokenBucket>(
    Object.entries(budgets).map(([method, budget]) => [method, createTokenBucket(budget, startedAt)]),
  );
  /** Since when a class has been refused a method, by both. */
  const refusedSince = new Map<string, number>();
  return {
    take(method, priority, now) {
      const bucket = buckets.get(method);
      if (bucket === undefined) return 0;
      const key = `${method} ${priority}`;
      const isStarved = now - (refusedSince.get(key) ?? now) >= starvedMs;
      const wait = bucket.take(now, isStarved ? 0 : reserves[priority]);
      if (wait <= bookableMs) refusedSince.delete(key);
      else if (!refusedSince.has(key)) refusedSince.set(key, now);
      return wait;
    },
  };
}
