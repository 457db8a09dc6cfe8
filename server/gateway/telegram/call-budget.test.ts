import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCallBudget } from './call-budget.ts';
import { type CallPriority, callPriorities } from './call-priority.ts';
import { bookableMs } from './token-bucket.ts';

const history = 'messages.GetHistory';

describe('the budget of a session', () => {
  it('is free where Telegram is not known to mind', () => {
    const budget = createCallBudget(0);
    for (let count = 0; count < 1_000; count += 1)
      expect(budget.take('updates.GetState', 'backfill', 0)).toBe(0);
  });

  it('leaves the more urgent more of it, and people something in any case', () => {
    const left = callPriorities.map((priority) => {
      const budget = createCallBudget(0);
      let taken = 0;
      while (budget.take(history, priority, 0) === 0) taken += 1;
      return taken;
    });
    expect(left).toEqual(left.toSorted((a, b) => b - a));
    expect((left[0] ?? 0) - (left.at(-1) ?? 0)).toBeGreaterThanOrEqual(5);
  });

  it('is never exceeded in any span, whoever calls when', () => {
    const calls = fc.array(
      fc.record({
        gap: fc.integer({ min: 0, max: 2_500 }),
        priority: fc.constantFrom<CallPriority>(...callPriorities),
      }),
      { maxLength: 150 },
    );
    fc.assert(
      fc.property(calls, (wishes) => {
        const budget = createCallBudget(0);
        const sentAt: number[] = [];
        let now = 0;
        for (const { gap, priority } of wishes) {
          now += gap;
          const wait = budget.take(history, priority, now);
          if (wait <= bookableMs) sentAt.push(now + wait);
        }
        for (const [first, from] of sentAt.entries()) {
          for (let last = first; last < sentAt.length; last += 1) {
            const span = ((sentAt[last] ?? 0) - from) / 1_000;
            expect(last - first + 1).toBeLessThanOrEqual(30 + span + 1e-6);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('lets a back-fill go on slowly although fresher figures want everything', () => {
    const budget = createCallBudget(0);
    let passed = 0;
    for (let now = 0; now < 600_000; now += 250) {
      budget.take(history, 'fresh', now);
      if (now % 1_000 === 0 && budget.take(history, 'backfill', now) <= bookableMs && now > 60_000)
        passed += 1;
    }
    // Nine minutes follow the first one: one call in each of them at least.
    expect(passed).toBeGreaterThanOrEqual(8);
    expect(passed).toBeLessThan(60);
  });
});
