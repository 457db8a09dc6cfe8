import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPostCurve, noon } from './a-post-curve.ts';
import { interpolateMonotone } from './monotone-cubic.ts';
import { reachAt, viewsAt } from './views-at.ts';

const hour = 3_600;

describe('interpolateMonotone', () => {
  it('gives what was worked by hand', () => {
    // Points (0,0) (1,1) (3,2). Slopes: at 1: widths 1 and 2, secants 1 and 1/2; weights 2·2+1 = 5 and 2+2·1 = 4, so
    // 9 / (5/1 + 4/0.5) = 9/13. At 0: ((2·1+2)·1 − 1·0.5) / 3 = 3.5/3. At 0.5: (1/2)·0 + (1/2)·1 + (1/8)(7/6 − 9/13).
    const points = [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
      { x: 3, y: 2 },
    ];
    expect(interpolateMonotone(points, 0.5)).toBeCloseTo(0.5 + (7 / 6 - 9 / 13) / 8, 12);
    // At 3: ((2·2+1)·0.5 − 2·1) / 3 = 1/6. At 2: 1.5 + 2·(1/8)(9/13 − 1/6).
    expect(interpolateMonotone(points, 2)).toBeCloseTo(1.5 + (9 / 13 - 1 / 6) / 4, 12);
  });

  it('is a line through two points, level where the points turn, and unknown outside', () => {
    const two = [
      { x: 0, y: 10 },
      { x: 2, y: 20 },
    ];
    expect(interpolateMonotone(two, 0.5)).toBeCloseTo(12.5, 12);
    expect(interpolateMonotone(two, -0.1)).toBeNull();
    expect(interpolateMonotone(two, 2.1)).toBeNull();
    const turning = [...two, { x: 4, y: 10 }];
    for (const x of [1, 1.9, 2, 2.1, 3]) {
      expect(interpolateMonotone(turning, x)).toBeLessThanOrEqual(20);
      expect(interpolateMonotone(turning, x)).toBeGreaterThanOrEqual(10);
    }
  });

  it('never leaves the values of the two neighbours', () => {
    const points = fc.array(fc.record({ step: fc.integer({ min: 1, max: 50 }), y: fc.nat(1_000) }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(points, fc.double({ min: 0, max: 1, noNaN: true }), (steps, share) => {
        let x = 0;
        const curve = steps.map(({ step, y }) => {
          x += step;
          return { x, y };
        });
        for (const [index, left] of curve.entries()) {
          const right = curve[index + 1];
          if (right === undefined) break;
          const value = interpolateMonotone(curve, left.x + share * (right.x - left.x)) ?? Number.NaN;
          expect(value).toBeGreaterThanOrEqual(Math.min(left.y, right.y) - 1e-6);
          expect(value).toBeLessThanOrEqual(Math.max(left.y, right.y) + 1e-6);
        }
      }),
    );
  });
});

describe('viewsAt', () => {
  it('is the sample itself where there is one', () => {
    const curve = aPostCurve([
      [1, 100],
      [24, 900],
      [48, 950],
    ]);
    expect(viewsAt(curve, 24 * hour)).toBe(900);
    expect(viewsAt(curve, 48 * hour)).toBe(950);
  });

  it('runs over log(1 + hours): between one and three hours the middle is not at two', () => {
    const curve = aPostCurve([
      [1, 0],
      [3, 100],
    ]);
    // ln 2 = 0.693, ln 4 = 1.386; age √8 − 1 hours lies in the middle of them.
    expect(viewsAt(curve, (Math.sqrt(8) - 1) * hour)).toBeNull();
    const dense = aPostCurve([
      [1.5, 0],
      [2.125, 100],
    ]);
    // ln 2.5 and ln 3.125; the middle is ln √(2.5 · 3.125) = ln 2.795.
    expect(viewsAt(dense, (Math.sqrt(2.5 * 3.125) - 1) * hour)).toBeCloseTo(50, 6);
  });

  it.each([
    { what: 'there are no samples', pairs: [], age: 24 },
    {
      what: 'all samples are younger',
      pairs: [
        [1, 10],
        [23.9, 90],
      ] as const,
      age: 24,
    },
    {
      what: 'all samples are older',
      pairs: [
        [24.1, 10],
        [30, 90],
      ] as const,
      age: 24,
    },
    {
      what: 'the nearer sample is farther than a quarter of the age',
      pairs: [
        [17.9, 10],
        [30.1, 90],
      ] as const,
      age: 24,
    },
    {
      what: 'the sample beside it did not say views',
      pairs: [
        [10, 10],
        [23.9, null],
        [31, 90],
      ] as const,
      age: 24,
    },
  ])('is null when $what', ({ pairs, age }) => {
    expect(viewsAt(aPostCurve(pairs), age * hour)).toBeNull();
  });

  it('takes a sample that is exactly a quarter of the age away, on either side', () => {
    expect(
      viewsAt(
        aPostCurve([
          [18, 10],
          [40, 90],
        ]),
        24 * hour,
      ),
    ).not.toBeNull();
    expect(
      viewsAt(
        aPostCurve([
          [8, 10],
          [30, 90],
        ]),
        24 * hour,
      ),
    ).not.toBeNull();
  });

  it('knows the count inside a stretch without change, however long', () => {
    expect(
      viewsAt(
        aPostCurve([
          [2, 40],
          [90, 40],
        ]),
        24 * hour,
      ),
    ).toBe(40);
    expect(
      viewsAt(
        aPostCurve([
          [2, 0],
          [90, 0],
        ]),
        24 * hour,
      ),
    ).toBe(0);
  });

  it('looks past samples without views and before publication', () => {
    const curve = aPostCurve([
      [-1, 7],
      [20, 100],
      [23, null],
      [25, 200],
    ]);
    expect(viewsAt(curve, 22 * hour)).toBeGreaterThan(100);
    expect(
      viewsAt(
        aPostCurve([
          [-1, 7],
          [25, 200],
        ]),
        24 * hour,
      ),
    ).toBeNull();
  });

  const rising = fc
    .array(fc.record({ step: fc.integer({ min: 60, max: 9_000 }), gain: fc.nat(500) }), {
      minLength: 2,
      maxLength: 40,
    })
    .map((steps) => {
      let at = noon;
      let views = 0;
      return {
        publishedAt: noon,
        samples: steps.map(({ step, gain }) => {
          at += step;
          views += gain;
          return { at, views };
        }),
      };
    });

  it('never falls when the samples do not', () => {
    fc.assert(
      fc.property(rising, fc.array(fc.nat(400_000), { minLength: 2, maxLength: 20 }), (curve, ages) => {
        const known = ages
          .toSorted((one, other) => one - other)
          .map((age) => viewsAt(curve, age))
          .filter((views) => views !== null);
        for (const [index, views] of known.entries()) {
          expect(views).toBeGreaterThanOrEqual((known[index - 1] ?? 0) - 1e-6);
        }
      }),
    );
  });

  it('does not change with the instant of publication and grows with the scale', () => {
    fc.assert(
      fc.property(rising, fc.nat(300_000), fc.integer({ min: 2, max: 50 }), (curve, age, times) => {
        const moved = {
          publishedAt: curve.publishedAt + 777,
          samples: curve.samples.map(({ at, views }) => ({ at: at + 777, views: views * times })),
        };
        const value = viewsAt(curve, age);
        if (value === null) expect(viewsAt(moved, age)).toBeNull();
        else expect(viewsAt(moved, age)).toBeCloseTo(value * times, 3);
      }),
    );
  });
});

describe('reachAt', () => {
  it('knows the first hour only of posts met within 20 minutes', () => {
    const met = (minutes: number) =>
      aPostCurve([
        [minutes / 60, 5],
        [1, 50],
        [1.1, 60],
        [24, 90],
        [25, 95],
      ]);
    expect(reachAt(met(19.9), 1)).toBe(50);
    expect(reachAt(met(20), 1)).toBeNull();
    expect(reachAt(met(20), 24)).toBe(90);
  });
});
