import { type AlertObservation, type AlertRule, emptyMemory, type RuleMemory } from './alert-rule.ts';
import {
  type AlertMessage,
  addAlert,
  type Delivery,
  isDue,
  nothingWaits,
  type Waiting,
} from './bundle-alerts.ts';
import { followRules } from './follow-alert-rules.ts';

/** Everything that alerts of a channel remember between observations. */
export interface AlertState {
  memory: RuleMemory;
  waiting: Waiting;
}

export const alertsBegin: AlertState = { memory: emptyMemory, waiting: nothingWaits };

/**
 * The live evaluation: takes one observation and tells which messages go by then. A message goes at the instant it was
 * due, so how often time is observed in between changes nothing; it is told by the first observation after that instant.
 */
export function observe(
  rules: readonly AlertRule[],
  delivery: Delivery,
  state: AlertState,
  observation: AlertObservation,
): { state: AlertState; messages: AlertMessage[] } {
  const { memory, alerts } = followRules(rules, state.memory, observation);
  const messages: AlertMessage[] = [];
  let waiting = state.waiting;
  const send = (until: number): void => {
    if (waiting.dueAt === null || !isDue(waiting, until)) return;
    messages.push({ at: waiting.dueAt, alerts: waiting.alerts });
    waiting = nothingWaits;
  };
  for (const alert of alerts) {
    send(alert.at);
    waiting = addAlert(waiting, alert, delivery);
  }
  send(observation.at);
  return { state: { memory, waiting }, messages };
}

/** What the rules would have sent over the past: the live evaluation, observation by observation. */
export function backTest(
  rules: readonly AlertRule[],
  delivery: Delivery,
  observations: readonly AlertObservation[],
): AlertMessage[] {
  let state = alertsBegin;
  return observations.flatMap((observation) => {
    const step = observe(rules, delivery, state, observation);
    state = step.state;
    return step.messages;
  });
}
