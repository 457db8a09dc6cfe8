import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConnectionHistory, noHistory, planAfterLoss, planAfterRefusal } from './plan-reconnect.ts';

const middle = 0.5;
const minute = 60_000;

/** Connections that live so long each, one after another as soon as they may; the waits between them. */
function waitsOf(livedMs: number, count: number): number[] {
  let history: ConnectionHistory = noHistory;
  let now = 0;
  return Array.from({ length: count }, () => {
    const connectedAt = now;
    now += livedMs;
    const plan = planAfterLoss(history, { connectedAt, now }, middle);
    history = plan.history;
    now += plan.waitMs;
    return plan.waitMs;
  });
}

describe('the next connection', () => {
  it('comes at once after one that lived long: Telegram was restarted', () => {
    expect(waitsOf(10 * minute, 20)).toEqual(Array.from({ length: 20 }, () => 0));
  });

  it('comes within seconds while Telegram is away, and after a minute at the latest', () => {
    let history: ConnectionHistory = noHistory;
    const waits = Array.from({ length: 9 }, () => {
      const plan = planAfterRefusal(history, middle);
      history = plan.history;
      return plan.waitMs / 1_000;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    // What was refused cost no budget.
    expect(planAfterLoss(history, { connectedAt: 0, now: 20_000 }, middle).waitMs).toBe(0);
  });

  it('waits minutes once three were replaced within ten minutes, and longer each time', () => {
    expect(waitsOf(0, 3)).toEqual([1_000, 2_000, 4_000]);
    expect(waitsOf(30_000, 3)).toEqual([0, 0, 0]);
    const minutes = [1, 2, 4, 8, 16, 30, 30];
    expect(waitsOf(0, 10).slice(3)).toEqual(minutes.map((each) => each * minute));
    expect(waitsOf(30_000, 10).slice(3)).toEqual(minutes.map((each) => each * minute));
  });

  it('forgets everything when one has lived long', () => {
    const bad = { failures: 4, shortLives: [1, 2, 3, 4], longWaits: 3 };
    const plan = planAfterLoss(bad, { connectedAt: 0, now: 200_000 }, middle);
    expect(plan).toEqual({ history: noHistory, waitMs: 0 });
  });

  it('comes seldom for ever to a server that always hangs up, whatever the rhythm', () => {
    const lives = fc.array(fc.integer({ min: 0, max: 199_999 }), { minLength: 10, maxLength: 60 });
    fc.assert(
      fc.property(lives, fc.double({ min: 0, max: 0.999, noNaN: true }), (livedMs, random) => {
        let history: ConnectionHistory = noHistory;
        let now = 0;
        const connectedAt: number[] = [];
        for (const lived of livedMs) {
          connectedAt.push(now);
          const plan = planAfterLoss(history, { connectedAt: now, now: now + lived }, random);
          history = plan.history;
          now += lived + plan.waitMs;
          expect(plan.waitMs).toBeLessThanOrEqual(30 * minute * 1.25);
        }
        // Three at once, then after 1, 2, 4, 8 min: from there on it is a quarter of an hour.
        const late = connectedAt.slice(8);
        for (const [index, at] of late.slice(1).entries()) {
          expect(at - (late[index] ?? 0)).toBeGreaterThanOrEqual(0.75 * 16 * minute);
        }
      }),
      { numRuns: 100 },
    );
  });
});
