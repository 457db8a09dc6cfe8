import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Figure } from '#contract/figure.ts';
import { describeViewsByPost } from './views-by-post.ts';

function aFigure(value: number | null): Figure {
  return {
    value,
    previous: null,
    n: 3,
    window: null,
    coverage: null,
    capturedAt: null,
    source: 'mtproto',
    approximate: false,
    formula: 'median-reach',
  };
}

function posts(views: (number | null)[], sharedPlaces: number[] = []) {
  return {
    postIds: views.map((_, place) => place + 1),
    publishedAt: views.map((_, place) => 1_700_000_000 + place * 3_600),
    views,
    isSharedRepost: views.map((_, place) => sharedPlaces.includes(place)),
  };
}

describe('describeViewsByPost', () => {
  it('shows few posts as bars in order and marks the median', () => {
    const chart = describeViewsByPost({ viewsByPost: posts([10, null, 30]), medianReach: aFigure(20) });
    expect(chart.x).toEqual({ kind: 'ordinals', seconds: [1_700_000_000, 1_700_003_600, 1_700_007_200] });
    expect(chart.series).toEqual([
      { key: 'views', kind: 'bars', colour: 'blue', isHollow: false, values: [10, null, 30] },
    ]);
    expect(chart.marks).toEqual([{ key: 'median', value: 20, colour: 'green' }]);
  });

  it('shows many posts as points in time', () => {
    const many = Array.from({ length: 61 }, (_, place) => place);
    const chart = describeViewsByPost({ viewsByPost: posts(many), medianReach: aFigure(30) });
    expect(chart.x.kind).toBe('instants');
    expect(chart.series[0]?.kind).toBe('points');
  });

  it('marks nothing where the median is unknown', () => {
    expect(describeViewsByPost({ viewsByPost: posts([]), medianReach: aFigure(null) }).marks).toEqual([]);
  });

  it('gives every post to exactly one series, and a repost with the counter of the original to its own', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.option(fc.nat()), fc.boolean()), { maxLength: 90 }), (drawn) => {
        const views = drawn.map(([count]) => count);
        const shared = drawn.flatMap(([, isShared], place) => (isShared ? [place] : []));
        const { series } = describeViewsByPost({
          viewsByPost: posts(views, shared),
          medianReach: aFigure(1),
        });
        for (const [place, count] of views.entries()) {
          const shown = series.flatMap((one) => (one.values[place] === null ? [] : [one]));
          expect(shown.map((one) => one.values[place])).toEqual(count === null ? [] : [count]);
          if (count !== null) expect(shown[0]?.key).toBe(shared.includes(place) ? 'shared-reposts' : 'views');
        }
      }),
    );
  });
});
