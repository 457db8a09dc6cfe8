import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planGiveBack, planShares } from './plan-share.ts';

const someGateways = fc.uniqueArray(
  fc.record({ owner: fc.string({ minLength: 1 }), held: fc.nat({ max: 400 }) }),
  { minLength: 1, maxLength: 6, selector: ({ owner }) => owner },
);

describe('the shares of gateways', () => {
  it('are all there is, as equal as they can be, whoever counts', () => {
    fc.assert(
      fc.property(someGateways, fc.nat({ max: 2_000 }), (gateways, usable) => {
        const shares = planShares(gateways, usable);
        const parts = [...shares.values()];
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(usable);
        expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
        expect(planShares(gateways.toReversed(), usable)).toEqual(shares);
      }),
    );
  });

  it('move nothing where everybody has a fair part already', () => {
    fc.assert(
      fc.property(someGateways, fc.nat({ max: 300 }), (gateways, part) => {
        const fair = gateways.map(({ owner }, place) => ({ owner, held: part + (place % 2) }));
        const usable = fair.reduce((sum, { held }) => sum + held, 0);
        expect(fair.map(({ owner }) => planShares(fair, usable).get(owner))).toEqual(
          fair.map(({ held }) => held),
        );
      }),
    );
  });

  it('are reached by giving back a part at a time', () => {
    let held = 100;
    let rounds = 0;
    for (; held > 50; rounds += 1) held -= planGiveBack(held, 50);
    expect({ held, isGentle: rounds > 5 && rounds < 20 }).toEqual({ held: 50, isGentle: true });
    expect(planGiveBack(50, 50)).toBe(0);
    expect(planGiveBack(3, 7)).toBe(0);
  });
});
