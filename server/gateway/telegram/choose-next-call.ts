import { type CallPriority, rankOf } from './call-priority.ts';

/** A heavy call that waits for a place. */
export interface WaitingCall {
  priority: CallPriority;
  /** When it began to wait, in milliseconds. */
  since: number;
}

/** How many heavy calls of one session may be under way at once. */
export const mostHeavyCalls = 4;

/** One place stays free of what nobody waits for: a person's call never stands behind slow pages of a history. */
const mostUnhurriedCalls = 3;

/** So long in the queue makes a call as urgent as the next higher class: the least urgent one goes first after 4 s. */
const agingMs = 1_000;

/**
 * Says which waiting call goes next: the most urgent one, among equals the one that waited longest, and among those the
 * one whose class is higher. null: none may go now. `underWay` holds the classes of the heavy calls that are under way.
 */
export function chooseNextCall(
  waiting: readonly WaitingCall[],
  underWay: readonly CallPriority[],
  now: number,
): number | null {
  if (underWay.length >= mostHeavyCalls) return null;
  const hasRoom = underWay.filter(isUnhurried).length < mostUnhurriedCalls;
  const [best] = waiting
    .map((call, index) => ({ ...call, index }))
    .filter(({ priority }) => hasRoom || !isUnhurried(priority))
    .sort(
      (a, b) =>
        urgency(a, now) - urgency(b, now) || a.since - b.since || rankOf(a.priority) - rankOf(b.priority),
    );
  return best?.index ?? null;
}

/** 0 is the most urgent. */
function urgency({ priority, since }: WaitingCall, now: number): number {
  return Math.max(0, rankOf(priority) - Math.floor(Math.max(0, now - since) / agingMs));
}

function isUnhurried(priority: CallPriority): boolean {
  return priority === 'old' || priority === 'backfill';
}
