import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookableMs, createTokenBucket } from './token-bucket.ts';

describe('the token bucket', () => {
  it('lets a burst through at once and then one call a second', () => {
    const bucket = createTokenBucket({ capacity: 3, perSecond: 1 }, 0);
    expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([0, 0, 0]);
    expect(bucket.take(0)).toBe(1_000);
    expect(bucket.take(1_000)).toBe(1_000);
  });

  it('books a short wait and leaves the bucket as it is for a long one', () => {
    const bucket = createTokenBucket({ capacity: 1, perSecond: 0.1 }, 0);
    expect(bucket.take(0)).toBe(0);
    expect(bucket.take(0)).toBe(10_000);
    expect(bucket.take(5_000)).toBe(5_000);
    expect(bucket.take(10_000)).toBe(0);
  });

  it('never lets more through in any span than its capacity and the refill of that span, whatever the rhythm', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 }), (gaps) => {
        const bucket = createTokenBucket({ capacity: 5, perSecond: 1 }, 0);
        const sentAt: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const wait = bucket.take(now);
          if (wait <= bookableMs) sentAt.push(now + wait);
        }
        for (const [first, from] of sentAt.entries()) {
          for (let last = first; last < sentAt.length; last += 1) {
            const span = ((sentAt[last] ?? 0) - from) / 1_000;
            expect(last - first + 1).toBeLessThanOrEqual(5 + span + 1e-6);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('has a token at once for whoever leaves no reserve, however much the others take', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 }), (gaps) => {
        const bucket = createTokenBucket({ capacity: 30, perSecond: 1 }, 0);
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          bucket.take(now, 5);
        }
        // Two less than the reserve: a wait of the others may be booked already.
        for (let count = 0; count < 3; count += 1) expect(bucket.take(now)).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});
