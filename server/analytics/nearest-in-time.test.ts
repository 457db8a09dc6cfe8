import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestInTime } from './nearest-in-time.ts';

describe('nearestInTime', () => {
  const entries = [
    { at: 0, id: 1 },
    { at: 10, id: 4 },
    { at: 10, id: 2 },
    { at: 20, id: 5 },
    { at: 30, id: 3 },
  ];
  const ids = (at: number, limit: number, withinMs: number): number[] =>
    nearestInTime(entries, at, limit, withinMs).map(({ id }) => id);

  it('orders by distance and then by id, on both sides', () => {
    expect(ids(15, 5, 100)).toEqual([2, 4, 5, 1, 3]);
  });

  it('takes the smaller ids of those at the same distance', () => {
    expect(ids(15, 1, 100)).toEqual([2]);
    expect(ids(15, 2, 100)).toEqual([2, 4]);
    expect(ids(15, 4, 100)).toEqual([2, 4, 5, 1]);
  });

  it('takes nothing from beyond the limit of distance, which itself belongs to it', () => {
    expect(ids(15, 5, 5)).toEqual([2, 4, 5]);
    expect(ids(15, 5, 4)).toEqual([]);
    expect(ids(15, 5, 15)).toHaveLength(5);
  });

  it('equals sorting the whole list', () => {
    const list = fc.uniqueArray(fc.record({ at: fc.nat(50), id: fc.nat(1_000) }), {
      selector: ({ id }) => id,
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        list,
        fc.nat(60),
        fc.integer({ min: 1, max: 25 }),
        fc.nat(40),
        (drawn, at, limit, within) => {
          const sorted = drawn.toSorted((left, right) => left.at - right.at);
          const plain = drawn
            .filter((entry) => Math.abs(entry.at - at) <= within)
            .toSorted((one, other) => Math.abs(one.at - at) - Math.abs(other.at - at) || one.id - other.id)
            .slice(0, limit);
          expect(nearestInTime(sorted, at, limit, within)).toEqual(plain);
        },
      ),
      { numRuns: 500 },
    );
  });
});
