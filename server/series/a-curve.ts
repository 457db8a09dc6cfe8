import fc from 'fast-check';
import type { Sample } from './sample.ts';

/** A sample at `at` seconds; counts that are not said are 10, 1, 0 and 2. */
export function aSample(at: number, counts: Partial<Sample> = {}): Sample {
  return { at, views: 10, forwards: 1, comments: 0, reactions: 2, ...counts };
}

const anyCount = fc.oneof(
  fc.constant(null),
  fc.constant(0),
  fc.constant(Number.MAX_SAFE_INTEGER),
  fc.nat(200),
  fc.maxSafeNat(),
);

/** Anything that a sample may be: absent, zero, huge, falling. */
export const anySample: fc.Arbitrary<Sample> = fc.record({
  at: fc.nat(3_000_000_000),
  views: anyCount,
  forwards: anyCount,
  comments: anyCount,
  reactions: anyCount,
});

/** Ascending samples of any counts. */
export const anyCurve: fc.Arbitrary<Sample[]> = fc
  .uniqueArray(anySample, { selector: ({ at }) => at, maxLength: 60 })
  .map((samples) => samples.sort((one, other) => one.at - other.at));

/** What posts are like: long stretches without a change, then bursts; now and then a count falls or is not said. */
export const burstyCurve: fc.Arbitrary<Sample[]> = fc
  .array(
    fc.record({
      step: fc.integer({ min: 1, max: 90_000 }),
      views: fc.oneof(fc.constant(0), fc.nat(5_000), fc.integer({ min: -50, max: 0 })),
      forwards: fc.oneof(fc.constant(0), fc.nat(9)),
      isSilent: fc.nat(20).map((chance) => chance === 0),
    }),
    { maxLength: 400 },
  )
  .map((steps) => {
    let at = 1_790_000_000;
    let views = 100;
    let forwards = 0;
    return steps.map((step) => {
      at += step.step;
      views = Math.max(0, views + step.views);
      forwards += step.forwards;
      return { at, views: step.isSilent ? null : views, forwards, comments: null, reactions: forwards * 3 };
    });
  });
