import type { ChannelActivity, MemberTotals, World } from '#sandbox/world/world.ts';
import { divide } from './divide.ts';
import { countEmotions, type Emotion, emotions } from './emotions.ts';
import { type Graph, type GraphColor, graphColors } from './graph.ts';
import { beginnings, daySeconds, daysUntil, hourSeconds, type Span, spans } from './instants.ts';
import { joinSources } from './join-sources.ts';

/** Days the daily graphs reach back. */
const shownDays = 90;

/** How the views of a day came about; nobody counts it in this world, so the shares are fixed. */
const viewSources = {
  Followers: 71,
  Channels: 9,
  Search: 6,
  URL: 6,
  Groups: 4,
  'Private chats': 2,
  Other: 2,
};
const languageShares = { Russian: 78, English: 15, Ukrainian: 4, Other: 3 };
/** Of those who come, so many of a hundred leave notifications off. */
export const mutedPercent = 41;

/** Draws one graph of a channel over the given columns. */
export type ChannelGraph = (world: World, channelId: string, columns: readonly Span[]) => Graph;

/** Graphs that have a column for every day, and one for every hour of a day when a client looks closer. */
export const dailyGraphs = {
  growth: (world, channelId, columns) => ({
    kind: 'line',
    title: 'Growth',
    x: beginnings(columns),
    series: [
      {
        name: 'Total followers',
        color: 'green',
        values: columns.map(({ to }) => world.subscribers(channelId, to) ?? 0),
      },
    ],
  }),
  followers: (world, channelId, columns) => ({
    kind: 'line',
    x: beginnings(columns),
    series: [
      { name: 'Joined', color: 'green', values: changes(world, channelId, columns, joinedIn) },
      { name: 'Left', color: 'red', values: changes(world, channelId, columns, ({ left }) => left) },
    ],
  }),
  mute: (world, channelId, columns) => {
    const joined = changes(world, channelId, columns, joinedIn);
    const muted = joined.map((count) => Math.floor((count * mutedPercent) / 100));
    const unmuted = joined.map((count) => Math.floor(count / 50));
    return {
      kind: 'line',
      x: beginnings(columns),
      series: [
        { name: 'Muted', color: 'red', values: muted },
        { name: 'Unmuted', color: 'green', values: unmuted },
      ],
    };
  },
  interactions: (world, channelId, columns) => {
    const gained = gains(world, channelId, columns);
    return {
      kind: 'step',
      x: beginnings(columns),
      isYScaled: true,
      series: [
        { name: 'Views', color: 'blue', values: gained.map(({ views }) => views) },
        { name: 'Shares', color: 'golden', values: gained.map(({ forwards }) => forwards) },
      ],
    };
  },
  viewsBySource: (world, channelId, columns) => {
    const gained = gains(world, channelId, columns);
    return stackedShares(
      columns,
      gained.map(({ views }) => views),
      viewSources,
    );
  },
  newFollowersBySource: (world, channelId, columns) => ({
    kind: 'bar',
    isStacked: true,
    x: beginnings(columns),
    series: joinSources.map(({ name, reasons }, index) => ({
      name,
      color: colorAt(index),
      values: changes(world, channelId, columns, ({ joined }) =>
        reasons.reduce((sum, reason) => sum + joined[reason], 0),
      ),
    })),
  }),
  languages: (world, channelId, columns) => ({
    kind: 'area',
    // As Telegram sends it: an area of shares without the mark that it is one.
    x: beginnings(columns),
    series: shares(
      columns.map(({ to }) => world.subscribers(channelId, to) ?? 0),
      languageShares,
    ),
  }),
  reactionsByEmotion: (world, channelId, columns) => {
    const gained = gains(world, channelId, columns).map(({ moods }) => moods);
    return {
      kind: 'bar',
      isStacked: true,
      x: beginnings(columns),
      series: emotions.map((emotion, index) => ({
        name: emotion,
        color: colorAt(index),
        values: gained.map((moods) => moods[emotion]),
      })),
    };
  },
} satisfies Record<string, ChannelGraph>;

export type DailyGraphName = keyof typeof dailyGraphs;

/** The columns of a channel's daily graphs at this instant. */
export function shownColumns(world: World, channelId: string): Span[] {
  const now = Math.floor(world.now());
  return daysUntil(now, shownDays, world.channel(channelId)?.createdAt ?? now);
}

/** Views by hour of the day (UTC) in the last seven days and the seven before; x are hours and no timestamps. */
export function topHoursGraph(world: World, channelId: string): Graph {
  const now = Math.floor(world.now());
  const lastHour = Math.floor(now / hourSeconds) * hourSeconds;
  const weeks = [lastHour - 7 * daySeconds, lastHour - 14 * daySeconds];
  const names = ['Last 7 days', 'Previous 7 days'];
  return {
    kind: 'line',
    x: Array.from({ length: 24 }, (_, hour) => hour),
    series: weeks.map((begin, index) => {
      const values = Array.from({ length: 24 }, () => 0);
      let before = world.viewsReceived(channelId, begin);
      for (const { from, to } of spans(begin, begin + 7 * daySeconds, hourSeconds)) {
        const after = world.viewsReceived(channelId, to);
        const hour = Math.floor((from % daySeconds) / hourSeconds);
        values[hour] = (values[hour] ?? 0) + after - before;
        before = after;
      }
      return { name: names[index] ?? '', color: colorAt(index), values };
    }),
  };
}

export function joinedIn({ joined }: MemberTotals): number {
  return Object.values(joined).reduce((sum, count) => sum + count, 0);
}

export function colorAt(index: number): GraphColor {
  return graphColors[index % graphColors.length] ?? 'blue';
}

/** By how much a figure of the members grows in each column. */
export function changes(
  world: World,
  channelId: string,
  columns: readonly Span[],
  figure: (totals: MemberTotals) => number,
): number[] {
  return columns.map(({ from, to }) => {
    return figure(world.memberTotals(channelId, to)) - figure(world.memberTotals(channelId, from));
  });
}

interface Gain extends Pick<ChannelActivity, 'views' | 'forwards'> {
  moods: Record<Emotion, number>;
}

/** What all posts received in each column; columns follow each other, so each border is looked at once. */
function gains(world: World, channelId: string, columns: readonly Span[]): Gain[] {
  let before = world.activity(channelId, columns[0]?.from ?? 0);
  return columns.map(({ to }) => {
    const after = world.activity(channelId, to);
    const [moodsBefore, moodsAfter] = [before, after].map((of) => countEmotions(of.reactionsByKey));
    const mood = (name: Emotion): number => (moodsAfter?.[name] ?? 0) - (moodsBefore?.[name] ?? 0);
    const gain = {
      views: after.views - before.views,
      forwards: after.forwards - before.forwards,
      moods: { Positive: mood('Positive'), Neutral: mood('Neutral'), Negative: mood('Negative') },
    };
    before = after;
    return gain;
  });
}

function stackedShares(
  columns: readonly Span[],
  totals: readonly number[],
  weights: Readonly<Record<string, number>>,
): Graph {
  return { kind: 'bar', isStacked: true, x: beginnings(columns), series: shares(totals, weights) };
}

function shares(totals: readonly number[], weights: Readonly<Record<string, number>>): Graph['series'] {
  const parts = totals.map((total) => divide(total, Object.values(weights)));
  return Object.keys(weights).map((name, index) => ({
    name,
    color: colorAt(index),
    values: parts.map((part) => part[index] ?? 0),
  }));
}
