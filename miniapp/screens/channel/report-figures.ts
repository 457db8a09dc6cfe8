import type { ChannelReport } from '#contract/channel.ts';
import type { Figure } from '#contract/figure.ts';
import type { FigureKind } from '../../figure-text.ts';

/** A figure on the channel's screen: what it is called, how it is written and what it was made from. */
export interface ShownFigure {
  /** Its name is in the locale files under `app-figure-<key>`. */
  key: string;
  figure: Figure;
  kind: FigureKind;
  madeFrom: 'posts' | 'snapshots';
}

/** The four tiles at the top. */
export function headlineFigures(report: ChannelReport): ShownFigure[] {
  return [
    { key: 'subscribers', figure: report.subscribers, kind: 'count', madeFrom: 'snapshots' },
    { key: 'average-reach', figure: report.averageReach, kind: 'count', madeFrom: 'posts' },
    { key: 'reach-per-subscriber', figure: report.reachPerSubscriber, kind: 'rate', madeFrom: 'posts' },
    { key: 'engagement-rate', figure: report.engagementRate, kind: 'rate', madeFrom: 'posts' },
  ];
}

/** What stands under the tiles as rows: the companions of the headlines, then the ten newest posts. */
export function detailFigures(report: ChannelReport): ShownFigure[] {
  return [
    { key: 'growth-7-days', figure: report.growth7Days, kind: 'change', madeFrom: 'snapshots' },
    { key: 'median-reach', figure: report.medianReach, kind: 'count', madeFrom: 'posts' },
  ];
}

/** The figures of the older system: the ten newest posts, however fresh. */
export function last10Figures({ last10 }: ChannelReport): ShownFigure[] {
  return [
    { key: 'views-last-10', figure: last10.viewsLast10Posts, kind: 'count', madeFrom: 'posts' },
    { key: 'average-views-last-10', figure: last10.avgViewsPerPost, kind: 'count', madeFrom: 'posts' },
    {
      key: 'interactions-per-view-last-10',
      figure: last10.interactionsPerViewLast10,
      kind: 'rate',
      madeFrom: 'posts',
    },
    {
      key: 'interactions-per-subscriber-last-10',
      figure: last10.interactionsPerSubscriberLast10,
      kind: 'rate',
      madeFrom: 'posts',
    },
  ];
}
