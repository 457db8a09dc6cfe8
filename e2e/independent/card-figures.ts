import type { RawMessage } from './raw-message.ts';

/** The figures of a card over 30 days. */
export interface CardFigures {
  posts: number;
  kind: 'window' | 'newest-10';
  averageReach: number;
  medianReach: number;
  engagementRate: number;
  bestViews: number;
}

/** One post, an album counted once. */
export interface Publication {
  firstId: number;
  date: number;
  views: number | null;
  interactions: number;
  isRepost: boolean;
  isForward: boolean;
}

const day = 86_400;

/** Works out a card at `now` (unix seconds). Throws when there is nothing to work with. */
export function workOutCard(messages: readonly RawMessage[], now: number): CardFigures {
  const publications = publish(messages);
  const eligible = publications.filter((one) => one.views !== null && !isShared(one, publications));
  const mature = eligible
    .filter((one) => now - one.date >= day)
    .sort((a, b) => b.date - a.date || b.firstId - a.firstId);
  const recent = mature.filter((one) => now - one.date <= 30 * day);
  const set = recent.length >= 5 ? recent : mature.slice(0, 10);
  const views = set.map((one) => one.views ?? 0).sort((a, b) => a - b);
  const total = views.reduce((sum, one) => sum + one, 0);
  const upper = views[Math.floor(views.length / 2)];
  const lower = views[Math.ceil(views.length / 2) - 1];
  if (upper === undefined || lower === undefined || total === 0)
    throw new Error('There are no figures to compare.');
  return {
    posts: set.length,
    kind: recent.length >= 5 ? 'window' : 'newest-10',
    averageReach: total / set.length,
    medianReach: (lower + upper) / 2,
    engagementRate: set.reduce((sum, one) => sum + one.interactions, 0) / total,
    bestViews: Math.max(...views),
  };
}

/** Messages of one album are one publication: its figures are the largest of theirs, its reactions their sum. */
export function publish(messages: readonly RawMessage[]): Publication[] {
  const groups = new Map<string, RawMessage[]>();
  for (const message of messages) {
    const key = message.groupedId === null ? `message ${message.id}` : `album ${message.groupedId}`;
    groups.set(key, [...(groups.get(key) ?? []), message]);
  }
  return [...groups.values()].map((group) => {
    const inOrder = group.toSorted((a, b) => a.id - b.id);
    const largest = (values: number[]): number => Math.max(0, ...values);
    const known = inOrder.map((one) => one.views).filter((views) => views !== null);
    return {
      firstId: inOrder[0]?.id ?? 0,
      date: inOrder[0]?.date ?? 0,
      views: known.length === 0 ? null : largest(known),
      interactions:
        inOrder.reduce((sum, one) => sum + one.reactions, 0) +
        largest(inOrder.map((one) => one.forwards)) +
        largest(inOrder.map((one) => one.comments)),
      isRepost: inOrder[0]?.origin != null,
      isForward: inOrder[0]?.isForward === true,
    };
  });
}

/** A repost whose counter is the original's: more than twice the median of the 20 usual posts around it. */
export function isShared(one: Publication, all: readonly Publication[]): boolean {
  if (!one.isRepost) return false;
  const around = all
    .filter(
      (other) => !other.isForward && other.views !== null && Math.abs(other.date - one.date) <= 30 * day,
    )
    .sort((a, b) => Math.abs(a.date - one.date) - Math.abs(b.date - one.date) || a.firstId - b.firstId)
    .slice(0, 20)
    .map((other) => other.views ?? 0)
    .sort((a, b) => a - b);
  if (around.length < 5) return false;
  const middle = around.length / 2;
  const median = ((around[Math.ceil(middle) - 1] ?? 0) + (around[Math.floor(middle)] ?? 0)) / 2;
  return (one.views ?? 0) > 2 * median;
}
