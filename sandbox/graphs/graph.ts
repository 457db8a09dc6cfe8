/**
 * Graphs of the statistics, as JSON that every client of Telegram draws: what they show is worked out from the world
 * (`channel-graphs`, `group-graphs`, `message-graphs`), how they are spelled is here, and which are given at once, on a
 * second request or not at all is for `sandbox/methods` to say.
 */

/** One graph has one kind of series: Telegram mixes none. */
export type GraphKind = 'line' | 'area' | 'step' | 'bar';

export interface GraphSeries {
  name: string;
  /** One of Telegram's named colours, and the shade for clients that do not know the name. */
  color: GraphColor;
  /** One for each x. */
  values: readonly number[];
}

export interface Graph {
  kind: GraphKind;
  title?: string;
  /** Unix milliseconds, ascending; in hourly graphs the hours 0…23 and no timestamps at all. */
  x: readonly number[];
  series: readonly GraphSeries[];
  /** Bars on top of each other. */
  isStacked?: boolean;
  /** Areas that share 100 %. Telegram leaves the mark out of some area graphs, which are drawn so nevertheless. */
  isPercentage?: boolean;
  /** Two lines with an axis each. */
  isYScaled?: boolean;
}

const shades = {
  blue: '#327FE5',
  green: '#4BD964',
  red: '#E05356',
  golden: '#DEAC1F',
  lightblue: '#5FC3F4',
  lightgreen: '#93D360',
  orange: '#F5A13F',
  indigo: '#7F79F3',
} as const;

export type GraphColor = keyof typeof shades;

export const graphColors = Object.keys(shades).filter((name): name is GraphColor => name in shades);

/** Spells a graph as `statsGraph.json.data`. */
export function writeGraph(graph: Graph): string {
  const keys = graph.series.map((_, index) => `y${index}`);
  const perSeries = <Value>(value: (series: GraphSeries) => Value): Record<string, Value> =>
    Object.fromEntries(graph.series.map((series, index) => [keys[index] ?? '', value(series)]));
  const { x } = graph;
  return JSON.stringify({
    columns: [['x', ...x], ...graph.series.map(({ values }, index) => [keys[index] ?? '', ...values])],
    types: { ...perSeries(() => graph.kind), x: 'x' },
    names: perSeries(({ name }) => name),
    colors: perSeries(({ color }) => `${color}${shades[color]}`),
    hidden: [],
    subchart: { show: true, defaultZoom: [x[Math.max(0, x.length - 30)] ?? 0, x.at(-1) ?? 0] },
    ...(graph.title !== undefined && { title: graph.title }),
    ...(graph.isStacked && { stacked: true }),
    ...(graph.isPercentage && { percentage: true }),
    ...(graph.isYScaled && { y_scaled: true }),
    strokeWidth: 2,
    xTickFormatter: null,
    xTooltipFormatter: null,
    xRangeFormatter: null,
  });
}
