import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOf, medianOf, ratioOf } from './mean-and-median.ts';

describe('meanOf and medianOf', () => {
  it.each([
    { values: [], mean: null, median: null },
    { values: [0], mean: 0, median: 0 },
    { values: [5, 1], mean: 3, median: 3 },
    { values: [10, 1, 4], mean: 5, median: 4 },
    { values: [100, 2, 3, 1], mean: 26.5, median: 2.5 },
    // Numbers are compared as numbers, not as text.
    { values: [9, 10, 100], mean: 119 / 3, median: 10 },
  ])('of $values are $mean and $median', ({ values, mean, median }) => {
    expect(meanOf(values)).toBe(mean);
    expect(medianOf(values)).toBe(median);
  });

  it('do not depend on the order of values and lie between the smallest and the greatest', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 40 }), (values) => {
        const descending = values.toSorted((left, right) => right - left);
        expect(medianOf(values)).toBe(medianOf(descending));
        expect(meanOf(values)).toBe(meanOf(descending));
        for (const middle of [meanOf(values), medianOf(values)]) {
          expect(middle).toBeGreaterThanOrEqual(Math.min(...values));
          expect(middle).toBeLessThanOrEqual(Math.max(...values));
        }
      }),
    );
  });
});

describe('ratioOf', () => {
  it.each([
    { value: 3, divisor: 4, ratio: 0.75 },
    { value: 0, divisor: 4, ratio: 0 },
    { value: 3, divisor: 0, ratio: null },
    { value: 0, divisor: 0, ratio: null },
    { value: null, divisor: 4, ratio: null },
    { value: 3, divisor: null, ratio: null },
  ])('$value / $divisor is $ratio', ({ value, divisor, ratio }) => {
    expect(ratioOf(value, divisor)).toBe(ratio);
  });
});
