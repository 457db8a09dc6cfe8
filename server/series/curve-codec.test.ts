import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCurve, aSample, burstyCurve } from './a-curve.ts';
import { decodeCurve, encodeCurve } from './curve-codec.ts';
import { SeriesError } from './series-error.ts';

/** The code of the error that `work` throws; anything else that is thrown is thrown on. */
function codeOf(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof SeriesError) return error.code;
    throw error;
  }
}

describe('the codec of curves', () => {
  it('gives back exactly what went in, absent, zero, falling and huge counts included', () => {
    fc.assert(
      fc.property(anyCurve, (curve) => {
        expect(decodeCurve(encodeCurve(curve))).toEqual(curve);
      }),
      { numRuns: 300 },
    );
  });

  it('gives back bursts and long silence', () => {
    fc.assert(
      fc.property(burstyCurve, (curve) => {
        expect(decodeCurve(encodeCurve(curve))).toEqual(curve);
      }),
      { numRuns: 150 },
    );
  });

  it('tells nothing said from zero', () => {
    const curve = [
      aSample(1, { views: null, comments: 0 }),
      aSample(2, { views: 0, comments: null }),
      aSample(3, { views: null, comments: null }),
    ];
    expect(decodeCurve(encodeCurve(curve))).toEqual(curve);
    expect(decodeCurve(encodeCurve([]))).toEqual([]);
  });

  it('needs less than three bytes a sample for a curve as posts have them', () => {
    let views = 0;
    const curve = Array.from({ length: 260 }, (_, index) => {
      views += Math.round((9_000 / (index + 3)) * (1 + Math.sin(index) / 3));
      return aSample(1_790_000_000 + index * 900, { views, reactions: Math.floor(views / 90) });
    });
    expect(encodeCurve(curve).length).toBeLessThan(260 * 3);
  });

  it('refuses what it could not give back', () => {
    const refused: [Parameters<typeof encodeCurve>[0], string][] = [
      [[aSample(1, { views: -1 })], 'count-out-of-range'],
      [[aSample(1, { forwards: 1.5 })], 'count-out-of-range'],
      [[aSample(1, { reactions: 2 ** 53 })], 'count-out-of-range'],
      [[aSample(1, { comments: Number.NaN })], 'count-out-of-range'],
      [[aSample(-1)], 'instant-out-of-range'],
      [[aSample(0.5)], 'instant-out-of-range'],
      [[aSample(2), aSample(1)], 'samples-unordered'],
      [[aSample(2), aSample(2)], 'samples-unordered'],
    ];
    for (const [curve, code] of refused) expect(codeOf(() => encodeCurve(curve))).toBe(code);
  });

  it('says of bytes that end too early that they do, wherever they are cut', () => {
    const bytes = encodeCurve(
      Array.from({ length: 50 }, (_, index) => aSample(index * 900, { views: index ** 3 })),
    );
    for (let length = 0; length < bytes.length; length += 1) {
      expect(codeOf(() => decodeCurve(bytes.subarray(0, length)))).toBe('bytes-truncated');
    }
  });

  it('never takes bytes that were changed for a different curve', () => {
    fc.assert(
      fc.property(burstyCurve, fc.nat(), fc.integer({ min: 1, max: 255 }), (curve, place, change) => {
        const bytes = encodeCurve(curve);
        const index = place % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ change;
        let decoded: unknown = curve;
        const code = codeOf(() => {
          decoded = decodeCurve(bytes);
        });
        // The unused bits of a last byte mean nothing: then the curve is the same.
        if (code === null) expect(decoded).toEqual(curve);
        else expect(['bytes-truncated', 'bytes-corrupt', 'version-unknown']).toContain(code);
      }),
      { numRuns: 200 },
    );
  });

  it('takes any bytes whatever without anything but its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(codeOf(() => decodeCurve(bytes))).not.toBeNull();
      }),
    );
  });

  it('knows a later version from its own', () => {
    const bytes = encodeCurve([aSample(1)]);
    bytes[0] = 2;
    expect(codeOf(() => decodeCurve(bytes))).toBe('version-unknown');
  });
});
