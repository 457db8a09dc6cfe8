import type { VisibleMessage, World } from '#sandbox/world/world.ts';
import { colorAt } from './channel-graphs.ts';
import type { Graph } from './graph.ts';
import { beginnings, daySeconds, hourSeconds, type Span } from './instants.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Messages that people wrote in a group after `from` and not after `to`, the newest first. */
export function messagesOf(world: World, groupId: string, { from, to }: Span): VisibleMessage[] {
  const page = { offsetId: 0, addOffset: 0, limit: Number.MAX_SAFE_INTEGER, minId: 0, maxId: 0 };
  const { messages } = world.history(groupId, { ...page, offsetDate: to + 1 });
  return messages.filter(({ date, fromId }) => date > from && fromId !== null);
}

/** Messages written in each column. */
export function messagesGraph(messages: readonly VisibleMessage[], columns: readonly Span[]): Graph {
  const values = columns.map(
    ({ from, to }) => messages.filter(({ date }) => date > from && date <= to).length,
  );
  return {
    kind: 'step',
    x: beginnings(columns),
    series: [{ name: 'Messages', color: 'blue', values }],
  };
}

/** Messages by hour of the day (UTC); x are hours and no timestamps. */
export function groupHoursGraph(messages: readonly VisibleMessage[]): Graph {
  const values = Array.from({ length: 24 }, () => 0);
  for (const { date } of messages) {
    const hour = Math.floor((date % daySeconds) / hourSeconds);
    values[hour] = (values[hour] ?? 0) + 1;
  }
  return {
    kind: 'line',
    x: values.map((_, hour) => hour),
    series: [{ name: 'Messages', color: 'blue', values }],
  };
}

/** Messages of each weekday, as shares of each column. */
export function weekdaysGraph(messages: readonly VisibleMessage[], columns: readonly Span[]): Graph {
  return {
    kind: 'area',
    isPercentage: true,
    x: beginnings(columns),
    series: weekdays.map((name, weekday) => ({
      name,
      color: colorAt(weekday),
      values: columns.map(({ from, to }) => {
        const written = messages.filter(({ date }) => date > from && date <= to);
        // 1970-01-01 was a Thursday.
        return written.filter(({ date }) => (Math.floor(date / daySeconds) + 3) % 7 === weekday).length;
      }),
    })),
  };
}
