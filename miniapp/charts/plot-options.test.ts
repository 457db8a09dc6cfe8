import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChartDescription } from '#charts/chart.ts';
import { evenInstants, evenPlaces, highestOf, type PlotLook, plotOptions, withRoom } from './plot-options.ts';

const look: PlotLook = {
  width: 328,
  height: 220,
  appearance: 'dark',
  textColour: '#888888',
  gridColour: '#333333',
  groundColour: '#212121',
  fontFamily: 'sans-serif',
  formatValue: (value) => `${value}`,
  formatSecond: (second) => `at ${second}`,
};

function aChart(kind: 'instants' | 'ordinals', values: (number | null)[]): ChartDescription {
  return {
    key: 'views-by-post',
    unit: 'count',
    x: { kind, seconds: values.map((_, place) => 1_700_000_000 + place * 60) },
    series: [
      {
        key: 'views',
        kind: kind === 'ordinals' ? 'bars' : 'points',
        colour: 'blue',
        isHollow: false,
        values,
      },
    ],
    marks: [],
  };
}

describe('plotOptions', () => {
  it('gives ordinals one place each, and labels from their instants', () => {
    const { options, columns } = plotOptions(aChart('ordinals', [5, null, 7]), look);
    expect(columns).toEqual([
      [0, 1, 2],
      [5, null, 7],
    ]);
    expect(options.scales?.x?.time).toBe(false);
    const values = options.axes?.[0]?.values;
    expect(typeof values === 'function' && values.length > 0).toBe(true);
  });

  it('keeps distances in time for instants', () => {
    const { options, columns } = plotOptions(aChart('instants', [5, 7]), look);
    expect(columns[0]).toEqual([1_700_000_000, 1_700_000_060]);
    expect(options.scales?.x?.time).toBe(true);
  });

  it('takes the colours of the theme', () => {
    expect(plotOptions(aChart('ordinals', [1]), look).options.series[1]?.stroke).toBe('#5CAFFA');
    const light = plotOptions(aChart('ordinals', [1]), { ...look, appearance: 'light' });
    expect(light.options.series[1]?.stroke).toBe('#3497ED');
  });
});

describe('withRoom', () => {
  it('keeps the first point clear of labels and the last one whole, on any width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 2_000 }),
        fc.integer({ min: 0, max: 2_000_000_000 }),
        fc.integer({ min: 1, max: 400_000_000 }),
        (width, from, length) => {
          const [left, right] = withRoom(from, from + length, width);
          const pixelOf = (value: number): number => ((value - left) / (right - left)) * width;
          expect(pixelOf(from)).toBeCloseTo(36, 3);
          expect(pixelOf(from + length)).toBeCloseTo(width - 5, 3);
        },
      ),
    );
  });
});

describe('highestOf', () => {
  it('is the highest of values and marks, and never nothing', () => {
    const chart = aChart('ordinals', [3, null, 9]);
    expect(highestOf(chart)).toBe(9);
    expect(highestOf({ ...chart, marks: [{ key: 'median', value: 12, colour: 'green' }] })).toBe(12);
    expect(highestOf(aChart('ordinals', [null, 0]))).toBe(1);
  });
});

describe('evenPlaces', () => {
  it.each([
    [41, 3, [6, 20, 34]],
    [2, 2, [0, 1]],
    [1, 1, [0]],
    [60, 4, [7, 22, 37, 52]],
  ])('spreads over %i places %i labels', (count, labels, places) => {
    expect(evenPlaces(count, labels)).toEqual(places);
  });
});

describe('evenInstants', () => {
  it('spreads labels evenly and keeps them from the edges', () => {
    expect(evenInstants(100, 400, 3)).toEqual([150, 250, 350]);
    expect(evenInstants(100, 400, 1)).toEqual([250]);
  });
});
