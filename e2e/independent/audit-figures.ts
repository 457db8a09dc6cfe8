import type { ChannelTruth } from '#sandbox/world/world.ts';
import { isShared, type Publication, publish } from './card-figures.ts';
import type { RawMessage } from './raw-message.ts';

/**
 * Every key of an audit of a generated channel at one instant: sums from the world's own truth, what a rule has to be
 * applied for from its messages.
 */
export function workOutAudit(messages: readonly RawMessage[], truth: ChannelTruth): Record<string, unknown> {
  const {
    postViews: _views,
    paidReactions: _paid,
    reactionsByKey: _keys,
    serviceMessages: _service,
    ...sums
  } = truth;
  const publications = publish(messages);
  const eligible = publications.filter((one) => one.views !== null && !isShared(one, publications));
  const newest = eligible.toSorted((a, b) => b.date - a.date || b.firstId - a.firstId).slice(0, 10);
  const views = total(newest, viewsOf);
  return {
    ...sums,
    sharedReposts: publications.filter((one) => isShared(one, publications)).length,
    eligiblePosts: eligible.length,
    eligibleViews: total(eligible, viewsOf),
    last10: {
      postIds: newest.map((one) => one.firstId),
      viewsLast10Posts: views,
      avgViewsPerPost: views / newest.length,
      interactionsPerView: total(newest, (one) => one.interactions) / views,
    },
    top10ByViews: eligible
      .toSorted((a, b) => viewsOf(b) - viewsOf(a) || a.firstId - b.firstId)
      .slice(0, 10)
      .map((one) => [one.firstId, viewsOf(one)]),
    postsByWeekdayHourUtc: byWeekdayHour(publications),
  };
}

/**
 * Where `actual` lies outside of what `one` and `other` instant say: a living channel is read over a while, and its
 * counters grow meanwhile. Ratios may differ by a hundredth of themselves. Empty: nowhere.
 */
export function outside(actual: unknown, one: unknown, other: unknown, path = ''): string[] {
  if (typeof one === 'object' && one !== null) {
    const fields = (value: unknown): Record<string, unknown> => (value ?? {}) as Record<string, unknown>;
    const keys = new Set([...Object.keys(one), ...Object.keys(fields(actual))]);
    return [...keys].flatMap((key) =>
      outside(fields(actual)[key], fields(one)[key], fields(other)[key], `${path}.${key}`),
    );
  }
  if (typeof actual !== 'number' || typeof one !== 'number' || typeof other !== 'number')
    return actual === one ? [] : [`${path} is ${actual}, not ${one}`];
  const slack = Number.isInteger(one) ? 0 : Math.abs(one) * 0.01;
  const isBetween = actual >= Math.min(one, other) - slack && actual <= Math.max(one, other) + slack;
  return isBetween ? [] : [`${path} is ${actual}, not from ${one} to ${other}`];
}

function viewsOf(one: Publication): number {
  return one.views ?? 0;
}

function total(publications: readonly Publication[], of: (one: Publication) => number): number {
  return publications.reduce((sum, one) => sum + of(one), 0);
}

/** Seven rows from Monday, twenty-four hours of UTC. */
function byWeekdayHour(publications: readonly Publication[]): number[][] {
  const rows = Array.from({ length: 7 }, () => Array<number>(24).fill(0));
  for (const { date } of publications) {
    const at = new Date(date * 1_000);
    const row = rows[(at.getUTCDay() + 6) % 7];
    if (row !== undefined) row[at.getUTCHours()] = (row[at.getUTCHours()] ?? 0) + 1;
  }
  return rows;
}
