import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallPriority, callPriorities } from './call-priority.ts';
import { mostHeavyCalls } from './choose-next-call.ts';
import { createHeavyPlaces } from './heavy-places.ts';

describe('the places for heavy calls', () => {
  it('are never more than four, and every call gets one', async () => {
    const priorities = fc.array(fc.constantFrom<CallPriority>(...callPriorities), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(priorities, fc.scheduler(), async (wished, scheduler) => {
        const places = createHeavyPlaces({ now: () => 0, patienceMs: 60_000 });
        let inside = 0;
        let most = 0;
        let done = 0;
        const calls = wished.map(async (priority) => {
          const leave = await places.enter(priority);
          inside += 1;
          most = Math.max(most, inside);
          await scheduler.schedule(Promise.resolve());
          inside -= 1;
          done += 1;
          leave?.();
        });
        await scheduler.waitFor(Promise.all(calls));
        expect(most).toBeLessThanOrEqual(mostHeavyCalls);
        expect(done).toBe(wished.length);
      }),
      { numRuns: 60 },
    );
  });

  it('tell whoever has waited too long to come again, and forget it', async () => {
    const places = createHeavyPlaces({ now: Date.now, patienceMs: 30 });
    const leaves = await Promise.all(Array.from({ length: 4 }, () => places.enter('interactive')));
    expect(await places.enter('interactive')).toBeNull();
    for (const leave of leaves) leave?.();
    expect(await places.enter('backfill')).not.toBeNull();
  });

  it('are given back once, however often that is said', async () => {
    const places = createHeavyPlaces({ now: () => 0, patienceMs: 20 });
    const first = await places.enter('interactive');
    for (let count = 0; count < 3; count += 1) await places.enter('interactive');
    first?.();
    first?.();
    expect(await places.enter('interactive')).not.toBeNull();
    expect(await places.enter('interactive')).toBeNull();
  });
});
