import type { Alert, AlertCondition, AlertObservation, AlertRule, RuleMemory } from './alert-rule.ts';
import { ratioOf } from './mean-and-median.ts';

/** Posts older than the last so many that a rule spoke of are no longer observed. */
const rememberedPosts = 1_000;

/**
 * Takes one observation: what came true by it, and what is remembered. Observations ascend in time. A rule about the
 * channel speaks when it becomes true and again only after having been false, one about posts once of each post. Silence
 * is told at the instant it has lasted long enough, whenever that is noticed.
 */
export function followRules(
  rules: readonly AlertRule[],
  memory: RuleMemory,
  observation: AlertObservation,
): { memory: RuleMemory; alerts: Alert[] } {
  const counts = nextCounts(rules, memory, observation);
  const alerts: Alert[] = [];
  const holding: string[] = [];
  const spoken = { ...memory.spoken };
  for (const rule of rules) {
    const { ruleId, condition } = rule;
    const wasHolding = memory.holding.includes(ruleId);
    const found = measure(condition, counts, memory, observation);
    if (found === 'same' ? wasHolding : found !== null && found.postId === null) holding.push(ruleId);
    if (found === 'same' || found === null) continue;
    const before = spoken[ruleId] ?? [];
    if (found.postId === null ? wasHolding : before.includes(found.postId)) continue;
    if (found.postId !== null) spoken[ruleId] = [...before, found.postId].slice(-rememberedPosts);
    alerts.push({ ruleId, ...found });
  }
  const isBroken = observation.kind === 'published';
  // A post that is noticed late may be older than the last one.
  const lastPublishedAt = isBroken
    ? Math.max(observation.at, memory.lastPublishedAt ?? observation.at)
    : memory.lastPublishedAt;
  const silent = new Set(
    rules.filter(({ condition }) => condition.kind === 'silence').map(({ ruleId }) => ruleId),
  );
  return {
    // A post ends the silence that it was published in.
    memory: {
      counts,
      holding: holding.filter((id) => !isBroken || !silent.has(id)),
      spoken,
      lastPublishedAt,
    },
    alerts: alerts.toSorted((left, right) => left.at - right.at),
  };
}

type Measured = Omit<Alert, 'ruleId'>;

/** What the condition says of the observation; null: it is false; `same`: nothing about it was observed. */
function measure(
  condition: AlertCondition,
  counts: RuleMemory['counts'],
  memory: RuleMemory,
  observation: AlertObservation,
): Measured | null | 'same' {
  const { at } = observation;
  switch (condition.kind) {
    case 'silence': {
      const since = memory.lastPublishedAt;
      if (since === null || at < since + condition.seconds) return null;
      return { at: since + condition.seconds, postId: null, measured: condition.seconds };
    }
    case 'subscribers-changed': {
      if (observation.kind !== 'subscribers') return 'same';
      const change = greatestChange(counts, observation, condition);
      return change === null ? null : { at, postId: null, measured: change };
    }
    case 'views-reached': {
      if (observation.kind !== 'views' || observation.views < condition.views) return 'same';
      return { at, postId: observation.postId, measured: observation.views };
    }
    case 'velocity': {
      if (observation.kind !== 'views' || observation.velocity === null) return 'same';
      const { velocity, postId } = observation;
      const isTrue = condition.times >= 1 ? velocity >= condition.times : velocity <= condition.times;
      return isTrue ? { at, postId, measured: velocity } : 'same';
    }
  }
}

/** The change to now that meets the threshold, from whichever count of the time before gives the greatest. */
function greatestChange(
  counts: RuleMemory['counts'],
  now: { at: number; subscribers: number },
  { share, withinSeconds }: { share: number; withinSeconds: number },
): number | null {
  const changes = counts
    .filter(({ at }) => at >= now.at - withinSeconds)
    .map(({ subscribers }) => ratioOf(now.subscribers - subscribers, subscribers) ?? 0);
  const greatest = share < 0 ? Math.min(...changes) : Math.max(...changes);
  return (share < 0 ? greatest <= share : greatest >= share) ? greatest : null;
}

/** The counts that some rule still looks back to, the observed one included. */
function nextCounts(
  rules: readonly AlertRule[],
  { counts }: RuleMemory,
  observation: AlertObservation,
): RuleMemory['counts'] {
  if (observation.kind !== 'subscribers') return counts;
  const { at, subscribers } = observation;
  const farthest = Math.max(
    0,
    ...rules.map(({ condition }) => (condition.kind === 'subscribers-changed' ? condition.withinSeconds : 0)),
  );
  return [...counts.filter((count) => count.at >= at - farthest), { at, subscribers }];
}
