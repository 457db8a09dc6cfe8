import uPlot from 'uplot';
import type { ChartDescription, ChartSeries } from '#charts/chart.ts';
import { colourOf } from '#charts/palette.ts';

/** What of the page the drawing needs: sizes in CSS pixels, colours, and how numbers and instants are written. */
export interface PlotLook {
  width: number;
  height: number;
  appearance: 'light' | 'dark';
  textColour: string;
  gridColour: string;
  /** What the chart lies on. */
  groundColour: string;
  fontFamily: string;
  formatValue(value: number): string;
  formatSecond(second: number): string;
}

/** Labels of levels stand in this room at the left: `12.5K` fits beside the first point. */
const labelRoom = 36;
/** Half a point and its rim: nothing is cut off at the edges. */
const edgeRoom = 5;
/** One label in so many pixels: a date with its year fits. */
const labelWidth = 100;
const lineHeight = 44;

/** Translates a description into what uPlot draws: options, and columns with the axis first. */
export function plotOptions(
  description: ChartDescription,
  look: PlotLook,
): { options: uPlot.Options; columns: uPlot.AlignedData } {
  const { x, series, marks } = description;
  const isOrdinal = x.kind === 'ordinals';
  const count = x.seconds.length;
  const places = isOrdinal ? x.seconds.map((_, place) => place) : x.seconds;
  const [from, to] = isOrdinal ? [-0.5, Math.max(count, 1) - 0.5] : edgesOf(x.seconds);
  const highest = highestOf(description);
  const font = `11px ${look.fontFamily}`;
  const labels = Math.max(1, Math.min(count, Math.floor((look.width - labelRoom) / labelWidth)));
  const options: uPlot.Options = {
    width: look.width,
    height: look.height,
    padding: [14, 0, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      points: { show: false },
    },
    scales: {
      x: { time: !isOrdinal, range: (plot) => withRoom(from, to, plot.width) },
      y: { range: [0, highest * 1.06] },
    },
    axes: [
      {
        stroke: look.textColour,
        font,
        size: 26,
        gap: 6,
        grid: { show: false },
        ticks: { show: false },
        splits: () => (isOrdinal ? evenPlaces(count, labels) : evenInstants(from, to, labels)),
        values: (_plot, splits) =>
          splits.map((split) => look.formatSecond(isOrdinal ? (x.seconds[split] ?? 0) : split)),
      },
      {
        size: 0,
        gap: 0,
        space: lineHeight,
        ticks: { show: false },
        grid: { stroke: look.gridColour, width: 1 },
        values: (_plot, splits) => splits.map(() => ''),
      },
    ],
    series: [{}, ...series.map((one) => seriesOptions(one, look))],
    hooks: {
      draw: [
        (plot) => {
          for (const mark of marks) drawLevel(plot, mark.value, colourOf(mark.colour, look.appearance));
          drawLevelLabels(plot, font, look);
        },
      ],
    },
  };
  return { options, columns: [places, ...series.map((one) => one.values)] };
}

/**
 * A range of the axis that leaves room for labels at the left of `from` and for half a point at the right of `to`, on a
 * plot of so many pixels. Lines of levels run through that room.
 */
export function withRoom(from: number, to: number, width: number): [number, number] {
  const perPixel = (to - from) / Math.max(width - labelRoom - edgeRoom, 1);
  return [from - labelRoom * perPixel, to + edgeRoom * perPixel];
}

/** The first and the last instant; a single one gets a minute around it. */
function edgesOf(seconds: readonly number[]): [number, number] {
  const [first = 0, last = first] = [seconds[0], seconds.at(-1)];
  return first === last ? [first - 60, last + 60] : [first, last];
}

/** The top of the scale: the highest of all values and marks, never nothing. */
export function highestOf({ series, marks }: ChartDescription): number {
  let highest = 1;
  for (const { values } of series) for (const value of values) highest = Math.max(highest, value ?? 0);
  for (const { value } of marks) highest = Math.max(highest, value);
  return highest;
}

/** `labels` places spread evenly over `count`, none at the very edges where a label would be cut off. */
export function evenPlaces(count: number, labels: number): number[] {
  const places = Array.from({ length: labels }, (_, label) => Math.floor(((label + 0.5) * count) / labels));
  return [...new Set(places)];
}

/** `labels` instants spread evenly between two, none at the very edges. */
export function evenInstants(from: number, to: number, labels: number): number[] {
  return Array.from({ length: labels }, (_, label) => from + ((label + 0.5) / labels) * (to - from));
}

function seriesOptions(
  { kind, colour, isHollow, values }: ChartSeries,
  { appearance }: PlotLook,
): uPlot.Series {
  const stroke = colourOf(colour, appearance);
  if (kind === 'points') {
    const look = isHollow
      ? { size: 5, width: 1.5, stroke, fill: 'transparent' }
      : { size: 5, width: 0, stroke: 'transparent', fill: `${stroke}99` };
    return { stroke, points: { show: true, space: 0, ...look }, paths: () => null };
  }
  if (kind === 'line')
    return { stroke, width: 2, points: { show: values.length === 1, size: 6, fill: stroke } };
  const bars = uPlot.paths.bars?.({ size: [0.72, 28], radius: 0.2 });
  return {
    stroke,
    width: isHollow ? 1.5 : 0,
    fill: isHollow ? `${stroke}33` : stroke,
    points: { show: false },
    ...(bars === undefined ? {} : { paths: bars }),
  };
}

function drawLevel(plot: uPlot, value: number, colour: string): void {
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(value, 'y', true));
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5 * uPlot.pxRatio;
  ctx.setLineDash([5 * uPlot.pxRatio, 4 * uPlot.pxRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/**
 * Labels of the levels stand inside, above their lines, as in Telegram's own charts, in the room at the left of the
 * first point. A rim in the ground's colour keeps them readable over the line of a mark.
 */
function drawLevelLabels(plot: uPlot, font: string, look: PlotLook): void {
  const { ctx, bbox } = plot;
  const axis: uPlot.Axis & { _splits?: number[] | null } = plot.axes[1] ?? {};
  ctx.save();
  ctx.font = font.replace('11px', `${11 * uPlot.pxRatio}px`);
  ctx.fillStyle = look.textColour;
  ctx.strokeStyle = look.groundColour;
  ctx.lineJoin = 'round';
  ctx.lineWidth = 3 * uPlot.pxRatio;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  for (const level of axis._splits ?? []) {
    const y = plot.valToPos(level, 'y', true) - 4 * uPlot.pxRatio;
    if (level <= 0) continue;
    const label = look.formatValue(level);
    ctx.strokeText(label, bbox.left + 2 * uPlot.pxRatio, y);
    ctx.fillText(label, bbox.left + 2 * uPlot.pxRatio, y);
  }
  ctx.restore();
}
