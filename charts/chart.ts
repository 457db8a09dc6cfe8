/**
 * What a chart shows, free of how it is drawn: series, kinds, units, colours and marks, made from the contract's types.
 * The Mini App draws these descriptions with uPlot, the bot's pictures with a canvas.
 */
import type { ColourName } from './palette.ts';

export interface ChartDescription {
  key: string;
  unit: 'count' | 'rate';
  x: ChartAxis;
  series: ChartSeries[];
  marks: ChartMark[];
}

/**
 * `instants`: distances on the axis are distances in time. `ordinals`: one place for each point, evenly; the seconds
 * only label it. Unix seconds, ascending.
 */
export interface ChartAxis {
  kind: 'instants' | 'ordinals';
  seconds: number[];
}

export interface ChartSeries {
  /** Its name is in the locale files under `app-series-<key>`. */
  key: string;
  kind: 'bars' | 'points' | 'line';
  colour: ColourName;
  /** Told apart by more than colour: hollow points, pale bars with an outline. */
  isHollow: boolean;
  /** As long as the axis; null is a gap, never zero. */
  values: (number | null)[];
}

/** A level across the whole chart, such as a median. Its name is in the locale files under `app-mark-<key>`. */
export interface ChartMark {
  key: string;
  value: number;
  colour: ColourName;
}
