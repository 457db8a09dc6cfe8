import type { InteractionPart } from '#contract/figure.ts';
import { ratioOf } from './mean-and-median.ts';

/** What channels are compared by, in the order it is shown: medians first. */
export const comparedFigures = [
  'medianReach',
  'medianReach24',
  'viewRate',
  'averageReach',
  'engagementRate',
  'growthRate',
  'postsPerDay',
  'subscribers',
] as const;
export type ComparedFigure = (typeof comparedFigures)[number];

export interface ComparedChannel {
  channelId: string;
  figures: Readonly<Record<ComparedFigure, number | null>>;
  /** What its interactions are made of. */
  parts: readonly InteractionPart[];
}

/** One figure of all channels, in the order of the channels. */
export interface ComparisonRow {
  figure: ComparedFigure;
  values: (number | null)[];
  /** Each value ÷ the first channel's; null where either is unknown or the first is zero. */
  indexed: (number | null)[];
}

export type Comparison =
  | {
      kind: 'comparison';
      rows: ComparisonRow[];
      /** Parts that some channels count and others do not: their rates of interactions are not the same thing. */
      differingParts: InteractionPart[];
    }
  | { kind: 'wrong-number'; given: number; fewest: number; most: number };

const fewest = 2;
const most = 5;

/** Puts two to five different channels side by side; one that is named twice counts once. */
export function compareChannels(channels: readonly ComparedChannel[]): Comparison {
  const distinct = [...new Map(channels.map((channel) => [channel.channelId, channel])).values()];
  if (distinct.length < fewest || distinct.length > most) {
    return { kind: 'wrong-number', given: distinct.length, fewest, most };
  }
  const rows = comparedFigures.map((figure): ComparisonRow => {
    const values = distinct.map(({ figures }) => figures[figure]);
    return { figure, values, indexed: values.map((value) => ratioOf(value, values[0] ?? null)) };
  });
  const parts: InteractionPart[] = ['reactions', 'forwards', 'comments'];
  const differingParts = parts.filter((part) => {
    const having = distinct.filter((channel) => channel.parts.includes(part)).length;
    return having > 0 && having < distinct.length;
  });
  return { kind: 'comparison', rows, differingParts };
}

/** A series ÷ its first value that is known and not zero, so that channels of any size start at 1; gaps stay gaps. */
export function indexSeries(values: readonly (number | null)[]): (number | null)[] {
  const first = values.find((value) => value !== null && value !== 0) ?? null;
  return values.map((value) => ratioOf(value, first));
}
