import type { World } from '#sandbox/world/world.ts';
import { colorAt } from './channel-graphs.ts';
import { countEmotions, emotions } from './emotions.ts';
import type { Graph } from './graph.ts';
import { beginnings, daySeconds, hourSeconds, type Span, spans } from './instants.ts';

/** A young post is shown hour by hour, an older one day by day. */
const youngSeconds = 5 * daySeconds;

export type MessageGraph = (
  world: World,
  channelId: string,
  messageId: number,
  columns: readonly Span[],
) => Graph;

/** Graphs of one post. */
export const messageGraphs = {
  views: (world, channelId, messageId, columns) => ({
    kind: 'step',
    x: beginnings(columns),
    series: [
      {
        name: 'Views',
        color: 'blue',
        values: gains(columns, (at) => world.message(channelId, messageId, at)?.views ?? 0),
      },
    ],
  }),
  messageReactions: (world, channelId, messageId, columns) => ({
    kind: 'bar',
    isStacked: true,
    x: beginnings(columns),
    series: emotions.map((emotion, index) => ({
      name: emotion,
      color: colorAt(index),
      values: gains(columns, (at) => countEmotions(reactionsAt(world, channelId, messageId, at))[emotion]),
    })),
  }),
} satisfies Record<string, MessageGraph>;

export type MessageGraphName = keyof typeof messageGraphs;

/** The columns of a post's graphs at this instant: from its publication on. */
export function messageColumns(date: number, now: number): Span[] {
  const step = now - date <= youngSeconds ? hourSeconds : daySeconds;
  const first = Math.floor(date / step) * step;
  return spans(first, Math.max(Math.floor(now), first + 1), step);
}

/** By how much a figure grows in each column; before the first it is nothing. */
function gains(columns: readonly Span[], figureAt: (at: number) => number): number[] {
  let before = 0;
  return columns.map(({ to }) => {
    const after = figureAt(to);
    const gain = after - before;
    before = after;
    return gain;
  });
}

function reactionsAt(world: World, channelId: string, messageId: number, at: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reaction of world.message(channelId, messageId, at)?.reactions ?? []) {
    const key = reaction.isPaid ? 'paid' : (reaction.emoticon ?? `custom:${reaction.customEmojiId}`);
    counts[key] = reaction.count;
  }
  return counts;
}
