import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { aWorld, testEpoch } from '#sandbox/world/a-world.ts';
import type { World } from '#sandbox/world/world.ts';
import { dailyGraphs, shownColumns, topHoursGraph } from './channel-graphs.ts';
import { divide } from './divide.ts';
import { countEmotions } from './emotions.ts';
import { type Graph, writeGraph } from './graph.ts';
import { daySeconds, hoursOf, type Span } from './instants.ts';
import { messageColumns, messageGraphs } from './message-graphs.ts';

const ownerMainId = '2200000105';
const suspiciousId = '2200000108';

let world: World;

beforeAll(async () => {
  world = await aWorld();
});

function valuesOf({ series }: Graph, index: number): readonly number[] {
  return series[index]?.values ?? [];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The columns from `first` on, as many as `length`. */
function someColumns(first: number, length: number): Span[] {
  return Array.from({ length }, (_, index) => {
    const from = testEpoch - 110 * daySeconds + (first + index) * 3600;
    return { from, to: from + 3600 };
  });
}

describe('graphs of members', () => {
  it('say in joins minus leaves, and in sources, exactly how the count changed, on every window', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...world.channels().map(({ id }) => id)),
        fc.nat({ max: 2500 }),
        fc.integer({ min: 1, max: 60 }),
        (channelId, first, length) => {
          const columns = someColumns(first, length);
          const followers = dailyGraphs.followers(world, channelId, columns);
          const [joined, left] = [valuesOf(followers, 0), valuesOf(followers, 1)];
          const growth = valuesOf(dailyGraphs.growth(world, channelId, columns), 0);
          const start = world.subscribers(channelId, columns[0]?.from) ?? 0;
          const sources = dailyGraphs.newFollowersBySource(world, channelId, columns).series;
          let count = start;
          columns.forEach((_, index) => {
            count += (joined[index] ?? 0) - (left[index] ?? 0);
            expect(growth[index]).toBe(count);
            expect(sum(sources.map(({ values }) => values[index] ?? 0))).toBe(joined[index]);
          });
          const events = world.memberEvents(channelId, columns[0]?.from ?? 0, columns.at(-1)?.to ?? 0);
          expect(events.filter(({ kind }) => kind === 'join')).toHaveLength(sum(joined));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('show a bought crowd as one day that came from nowhere', () => {
    const columns = shownColumns(world, suspiciousId);
    const sources = dailyGraphs.newFollowersBySource(world, suspiciousId, columns).series;
    const other = sources.find(({ name }) => name === 'Other')?.values ?? [];
    expect(other.filter((count) => count > 0)).toEqual([4000, 2500]);
  });
});

describe('graphs of posts', () => {
  it('add up: the day’s hours to the day, the sources to the views, the emotions to the reactions', () => {
    const columns = shownColumns(world, ownerMainId);
    const day = columns.at(-3) ?? { from: 0, to: 0 };
    const daily = dailyGraphs.interactions(world, ownerMainId, columns);
    const hourly = dailyGraphs.interactions(world, ownerMainId, hoursOf(day.from, testEpoch));
    expect(sum(valuesOf(hourly, 0))).toBe(valuesOf(daily, 0).at(-3));
    expect(hourly.x).toHaveLength(24);
    const bySource = dailyGraphs.viewsBySource(world, ownerMainId, columns).series;
    columns.forEach((_, index) => {
      expect(sum(bySource.map(({ values }) => values[index] ?? 0))).toBe(valuesOf(daily, 0)[index]);
    });
    const emotions = dailyGraphs.reactionsByEmotion(world, ownerMainId, columns).series;
    const gained =
      world.activity(ownerMainId, testEpoch).reactions -
      world.activity(ownerMainId, columns[0]?.from ?? 0).reactions;
    expect(sum(emotions.flatMap(({ values }) => values))).toBe(gained);
    expect(gained).toBeGreaterThan(0);
  });

  it('end at the views and reactions a post has', () => {
    const { messages } = world.history(ownerMainId, {
      offsetId: 0,
      offsetDate: 0,
      addOffset: 0,
      limit: 60,
      minId: 0,
      maxId: 0,
    });
    for (const message of messages.filter(({ service }) => service === null)) {
      const columns = messageColumns(message.date, testEpoch);
      const views = messageGraphs.views(world, ownerMainId, message.id, columns);
      expect(sum(valuesOf(views, 0))).toBe(message.views);
      const moods = messageGraphs.messageReactions(world, ownerMainId, message.id, columns);
      const reactions = sum(message.reactions.map(({ count }) => count));
      expect(sum(moods.series.flatMap(({ values }) => values))).toBe(reactions);
    }
  });

  it('draw the hours of a day with x that are no timestamps', () => {
    const graph = topHoursGraph(world, ownerMainId);
    expect(graph.x).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
    const lastHour = Math.floor(testEpoch / 3600) * 3600;
    const [now, before] = [lastHour, lastHour - 7 * daySeconds].map(
      (at) => world.activity(ownerMainId, at).views,
    );
    expect(sum(valuesOf(graph, 0))).toBe((now ?? 0) - (before ?? 0));
    // People sleep at 1 UTC, which is 4 in the morning for most of them.
    expect(valuesOf(graph, 0)[1]).toBeLessThan(valuesOf(graph, 0)[14] ?? 0);
  });
});

describe('writeGraph', () => {
  it('spells columns, types, names and colours as Telegram does', () => {
    const graph: Graph = {
      kind: 'bar',
      isStacked: true,
      x: [1000, 2000],
      series: [
        { name: 'A', color: 'blue', values: [1, 2] },
        { name: 'B', color: 'golden', values: [3, 4] },
      ],
    };
    expect(JSON.parse(writeGraph(graph))).toMatchObject({
      columns: [
        ['x', 1000, 2000],
        ['y0', 1, 2],
        ['y1', 3, 4],
      ],
      types: { x: 'x', y0: 'bar', y1: 'bar' },
      names: { y0: 'A', y1: 'B' },
      colors: { y0: 'blue#327FE5', y1: 'golden#DEAC1F' },
      stacked: true,
      subchart: { show: true, defaultZoom: [1000, 2000] },
    });
    const area = JSON.parse(writeGraph({ ...graph, kind: 'area', isStacked: false, isPercentage: true }));
    expect(area).toMatchObject({ percentage: true, types: { y0: 'area' } });
    expect(area).not.toHaveProperty('stacked');
  });
});

describe('divide', () => {
  it('gives whole parts that add up, each within one of its share', () => {
    const weights = fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000 }), weights, (total, given) => {
        const shares = given.map((weight, index) => (index === 0 ? weight + 1 : weight));
        const parts = divide(total, shares);
        expect(sum(parts)).toBe(total);
        parts.forEach((part, index) => {
          expect(Math.abs(part - (total * (shares[index] ?? 0)) / sum(shares))).toBeLessThan(1);
        });
      }),
    );
  });
});

describe('countEmotions', () => {
  it('sorts every reaction into one mood', () => {
    const counts = countEmotions({ '👍': 3, '😢': 2, '🤔': 4, 'custom:1': 5, paid: 6 });
    expect(counts).toEqual({ Positive: 9, Neutral: 9, Negative: 2 });
  });
});
