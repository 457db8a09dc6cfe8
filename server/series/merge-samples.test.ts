import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aSample, burstyCurve } from './a-curve.ts';
import { mergeSamples } from './merge-samples.ts';

describe('mergeSamples', () => {
  it('keeps the first and the last reading of a stretch of equal counts', () => {
    const readings = [10, 20, 30, 40].map((at) => aSample(at));
    expect(mergeSamples([...readings, aSample(50, { views: 11 })])).toEqual([
      aSample(10),
      aSample(40),
      aSample(50, { views: 11 }),
    ]);
  });

  it('keeps a change that comes late inside a stretch, and the readings on both its sides', () => {
    const stored = mergeSamples([aSample(10), aSample(20), aSample(40)]);
    const late = aSample(30, { views: 9 });
    expect(mergeSamples([...stored, late])).toEqual([aSample(10), late, aSample(40)]);
  });

  it('lets what is stored win over a second reading of the same instant', () => {
    expect(mergeSamples([aSample(10, { views: 5 }), aSample(10, { views: 6 })])).toEqual([
      aSample(10, { views: 5 }),
    ]);
  });

  it('changes nothing the second time, whatever the order and however often readings are repeated', () => {
    fc.assert(
      fc.property(burstyCurve, fc.array(fc.nat(), { maxLength: 20 }), (curve, places) => {
        const merged = mergeSamples(curve);
        const again = places.flatMap((place) => curve.slice(place % (curve.length + 1)).slice(0, 3));
        expect(mergeSamples(merged)).toEqual(merged);
        expect(mergeSamples(curve.toReversed())).toEqual(merged);
        expect(mergeSamples([...merged, ...again])).toEqual(merged);
      }),
      { numRuns: 100 },
    );
  });
});
