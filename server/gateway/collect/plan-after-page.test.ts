import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planAfterPage } from './plan-after-page.ts';

describe('planning after a page of history', () => {
  it('goes on below the lowest id of the page', () => {
    expect(
      planAfterPage({ read: 100, offsetId: 900 }, { total: 1_941, size: 100, lowestId: 790 }, 100),
    ).toEqual({ state: 'reading', read: 200, total: 1_941, offsetId: 790 });
  });

  it('ends at an empty page, and at message 1', () => {
    const empty = planAfterPage({ read: 300, offsetId: 5 }, { total: 300, size: 0, lowestId: null }, 100);
    expect(empty).toEqual({ state: 'complete', read: 300, total: 300, offsetId: 5 });
    expect(planAfterPage({ read: 0, offsetId: 0 }, { total: 2, size: 2, lowestId: 1 }, 100).state).toBe(
      'complete',
    );
  });

  it('ends at a short page once everything announced was read, but not before', () => {
    const short = { total: 150, size: 50, lowestId: 40 };
    expect(planAfterPage({ read: 100, offsetId: 90 }, short, 100).state).toBe('complete');
    expect(planAfterPage({ read: 20, offsetId: 90 }, short, 100).state).toBe('reading');
  });

  it('never announces less than it has read', () => {
    const grown = planAfterPage({ read: 100, offsetId: 90 }, { total: 120, size: 100, lowestId: 2 }, 100);
    expect(grown.total).toBe(200);
  });

  it('ends instead of turning in circles when a page does not descend', () => {
    const page = { total: 1_000, size: 100, lowestId: 500 };
    expect(planAfterPage({ read: 100, offsetId: 500 }, page, 100).state).toBe('complete');
  });

  it('reads every message of any channel exactly once, whatever the gaps and the short pages', () => {
    const channel = fc
      .uniqueArray(fc.integer({ min: 1, max: 5_000 }), { maxLength: 400 })
      .map((ids) => ids.toSorted((a, b) => b - a));
    fc.assert(
      fc.property(channel, fc.integer({ min: 1, max: 100 }), (ids, served) => {
        let step = { state: 'reading', read: 0, total: 0, offsetId: 0 };
        const seen: number[] = [];
        for (let calls = 0; step.state === 'reading'; calls += 1) {
          expect(calls).toBeLessThanOrEqual(ids.length + 1);
          const { offsetId } = step;
          const page = ids.filter((id) => offsetId === 0 || id < offsetId).slice(0, served);
          seen.push(...page);
          step = planAfterPage(
            step,
            { total: ids.length, size: page.length, lowestId: page.at(-1) ?? null },
            100,
          );
        }
        expect(seen).toEqual(ids);
        expect(step.read).toBe(ids.length);
      }),
    );
  });
});
