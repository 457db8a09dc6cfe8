import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallPriority, callPriorities, rankOf } from './call-priority.ts';
import { chooseNextCall, mostHeavyCalls, type WaitingCall } from './choose-next-call.ts';

const anyPriority = fc.constantFrom<CallPriority>(...callPriorities);

function waitingSince(priority: CallPriority, since: number): WaitingCall {
  return { priority, since };
}

describe('the next heavy call', () => {
  it('is the most urgent one, and among equals the one that waits longest', () => {
    const waiting = [
      waitingSince('backfill', 0),
      waitingSince('channel', 20),
      waitingSince('channel', 10),
      waitingSince('interactive', 30),
    ];
    expect(chooseNextCall(waiting, [], 40)).toBe(3);
    expect(chooseNextCall(waiting.slice(0, 3), [], 40)).toBe(2);
  });

  it('is none while four are under way', () => {
    const waiting = [waitingSince('interactive', 0)];
    expect(chooseNextCall(waiting, ['fresh', 'fresh', 'channel', 'old'], 9_000)).toBeNull();
  });

  it('is none of a history while histories have three places, so that one is left for people', () => {
    const histories: CallPriority[] = ['backfill', 'old', 'backfill'];
    const waiting = [waitingSince('backfill', 0), waitingSince('fresh', 8_000)];
    expect(chooseNextCall(waiting.slice(0, 1), histories, 9_000)).toBeNull();
    expect(chooseNextCall(waiting, histories, 9_000)).toBe(1);
  });

  it('becomes more urgent by a class with each second, so that nobody waits for ever', () => {
    const waiting = [waitingSince('backfill', 0), waitingSince('interactive', 3_999)];
    expect(chooseNextCall(waiting, [], 3_999)).toBe(1);
    expect(chooseNextCall(waiting, [], 4_000)).toBe(0);
  });

  it('always exists when there is room and somebody may go, and nobody more urgent of the same age is passed over', () => {
    const calls = fc.array(fc.record({ priority: anyPriority, since: fc.integer({ min: 0, max: 5_000 }) }));
    const underWay = fc.array(anyPriority, { maxLength: mostHeavyCalls });
    fc.assert(
      fc.property(calls, underWay, (waiting, busy) => {
        const index = chooseNextCall(waiting, busy, 5_000);
        const hasRoom = busy.length < mostHeavyCalls;
        const isHistory = (priority: CallPriority): boolean => rankOf(priority) >= 3;
        const mayGo = waiting.filter(
          ({ priority }) => hasRoom && (!isHistory(priority) || busy.filter(isHistory).length < 3),
        );
        const chosen = index === null ? null : waiting[index];
        expect(chosen === null).toBe(mayGo.length === 0);
        if (chosen == null) return;
        expect(mayGo).toContain(chosen);
        for (const other of mayGo) {
          const isBetter = rankOf(other.priority) < rankOf(chosen.priority) && other.since <= chosen.since;
          expect(isBetter).toBe(false);
        }
      }),
    );
  });

  it('comes for every call within a bounded time, however many urgent ones keep coming', () => {
    const arrivals = fc.array(anyPriority, { minLength: 30, maxLength: 120 });
    fc.assert(
      fc.property(arrivals, (priorities) => {
        // Four urgent calls arrive every 500 ms and each call takes 500 ms: there is never a place that nobody wants.
        const waiting = priorities.map((priority) => waitingSince(priority, 0));
        const total = waiting.length;
        let underWay: CallPriority[] = [];
        let now = 0;
        for (; waiting.some(({ since }) => since === 0); now += 500) {
          underWay = [];
          for (;;) {
            const index = chooseNextCall(waiting, underWay, now);
            if (index === null) break;
            for (const { priority } of waiting.splice(index, 1)) underWay.push(priority);
          }
          for (let count = 0; count < 4; count += 1) waiting.push(waitingSince('interactive', now + 1));
          expect(now).toBeLessThan(5_000 + total * 500);
        }
      }),
      { numRuns: 50 },
    );
  });
});
