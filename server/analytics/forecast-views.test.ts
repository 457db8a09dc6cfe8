import { describe, expect, it } from 'vitest';
import { aGeneratedChannel, type Shape } from './a-generated-channel.ts';
import { aPostCurve } from './a-post-curve.ts';
import { completionAt, forecastViews } from './forecast-views.ts';
import { judgeForecasts, type KeptForecast } from './judge-forecasts.ts';
import { viewsAt } from './views-at.ts';

const hour = 3_600;
/** Posts with 100 views at 3 h that grow by the given factors until 24 h. */
const grown = (factors: readonly number[]) =>
  factors.map((factor, index) =>
    aPostCurve(
      [
        [3, 100],
        [24, 100 * factor],
      ],
      { postId: index + 1 },
    ),
  );

describe('forecastViews', () => {
  it('multiplies by the median growth of past posts, between its 10th and 90th percentile', () => {
    // 21 posts that grow by 2.0, 2.1 … 4.0: median 3.0, percentiles at positions 2 and 18.
    const own = grown(Array.from({ length: 21 }, (_, index) => 2 + index / 10));
    const forecast = forecastViews(200, 3 * hour, 24 * hour, { own, pooled: [] });
    expect(forecast).toMatchObject({ n: 21, basis: 'own' });
    expect(forecast?.value).toBeCloseTo(600, 6);
    expect(forecast?.low).toBeCloseTo(440, 6);
    expect(forecast?.high).toBeCloseTo(760, 6);
  });

  it('learns from other channels until twelve own posts are known, and says so', () => {
    const pooled = grown(Array.from({ length: 12 }, () => 5));
    const eleven = grown(Array.from({ length: 11 }, () => 2));
    expect(forecastViews(10, 3 * hour, 24 * hour, { own: eleven, pooled })).toMatchObject({
      value: 50,
      basis: 'pooled',
    });
    const twelve = grown(Array.from({ length: 12 }, () => 2));
    expect(forecastViews(10, 3 * hour, 24 * hour, { own: twelve, pooled })).toMatchObject({
      value: 20,
      basis: 'own',
    });
  });

  it('says nothing with too few posts, without views, and about what is past', () => {
    const own = grown(Array.from({ length: 12 }, () => 2));
    const past = { own, pooled: [] };
    expect(forecastViews(10, 3 * hour, 24 * hour, { own: own.slice(1), pooled: own.slice(1) })).toBeNull();
    expect(forecastViews(0, 3 * hour, 24 * hour, past)).toBeNull();
    expect(forecastViews(10, 24 * hour, 3 * hour, past)).toBeNull();
    // Between its two samples nothing of these posts is known.
    expect(forecastViews(10, 10 * hour, 24 * hour, past)).toBeNull();
  });

  it('does not depend on the order of past posts or on their size', () => {
    const own = grown([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const larger = own
      .map((curve) => ({
        ...curve,
        samples: curve.samples.map(({ at, views }) => ({ at, views: (views ?? 0) * 7 })),
      }))
      .toReversed();
    expect(forecastViews(10, 3 * hour, 24 * hour, { own: larger, pooled: [] })).toEqual(
      forecastViews(10, 3 * hour, 24 * hour, { own, pooled: [] }),
    );
  });
});

describe('completionAt', () => {
  const curves = [40, 50, 60, 90, 95].map((views) =>
    aPostCurve([
      [24, views],
      [72, 100],
    ]),
  );

  it('is the median share of the views at 72 hours', () => {
    expect(completionAt(curves, 24 * hour)).toBeCloseTo(0.6, 12);
    expect(completionAt(curves, 72 * hour)).toBe(1);
  });

  it('is not known from fewer than five posts', () => {
    expect(completionAt([...curves.slice(1), aPostCurve([[24, 50]])], 24 * hour)).toBeNull();
  });
});

describe('judgeForecasts', () => {
  it('counts truths inside the interval, its borders included, and takes the median error', () => {
    const forecast = { value: 100, low: 80, high: 120 };
    expect(judgeForecasts([80, 120, 121, 200, null].map((truth) => ({ ...forecast, truth })))).toEqual({
      coverage: 0.5,
      medianError: (21 / 121 + 0.25) / 2,
      n: 4,
    });
    expect(judgeForecasts([])).toEqual({ coverage: null, medianError: null, n: 0 });
    expect(judgeForecasts([{ ...forecast, truth: 0 }])).toEqual({ coverage: 0, medianError: null, n: 1 });
  });
});

/** Forecasts of the last 20 posts of each channel, from the 40 before them. */
function forecastAll(seeds: readonly number[], shape: Shape, age: number, horizon: number): KeptForecast[] {
  return seeds.flatMap((seed) => {
    const posts = aGeneratedChannel(seed, shape);
    return posts.slice(40).flatMap((post) => {
      const views = viewsAt(post, age);
      // Only what had come to pass when the forecast was made may be learned from.
      const own = posts.filter(({ publishedAt }) => publishedAt + horizon <= post.publishedAt + age);
      const forecast = views === null ? null : forecastViews(views, age, horizon, { own, pooled: [] });
      return forecast === null ? [] : [{ ...forecast, truth: viewsAt(post, horizon) }];
    });
  });
}

describe('forecasts on generated channels, seeds 51 to 100', () => {
  const judging = Array.from({ length: 50 }, (_, index) => 51 + index);

  it.each<{ shape: Shape; age: number; horizon: number; largestError: number }>([
    { shape: 'exponential', age: 3, horizon: 24, largestError: 0.15 },
    { shape: 'exponential', age: 3, horizon: 48, largestError: 0.2 },
    { shape: 'exponential', age: 12, horizon: 72, largestError: 0.15 },
    { shape: 'log-logistic', age: 3, horizon: 24, largestError: 0.15 },
    { shape: 'log-logistic', age: 12, horizon: 72, largestError: 0.15 },
  ])('hold their interval: $shape, from $age h to $horizon h', ({ shape, age, horizon, largestError }) => {
    const record = judgeForecasts(forecastAll(judging, shape, age * hour, horizon * hour));
    process.stdout.write(`${shape}, ${age} h to ${horizon} h: ${JSON.stringify(record)}\n`);
    expect(record.n).toBe(1_000);
    expect(record.coverage).toBeGreaterThanOrEqual(0.7);
    expect(record.coverage).toBeLessThanOrEqual(0.9);
    expect(record.medianError).toBeLessThanOrEqual(largestError);
  });
});
