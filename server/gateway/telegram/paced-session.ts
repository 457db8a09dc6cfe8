import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from 'telegram';
import { createCallBudget } from './call-budget.ts';
import { type CallPriority, isHeavy } from './call-priority.ts';
import { createHeavyPlaces } from './heavy-places.ts';
import type { KeptSession } from './keep-session.ts';
import { MtprotoError } from './mtproto-failure.ts';
import { bookableMs } from './token-bucket.ts';

/**
 * A session with a door for each class of calls. Whoever calls the session itself comes by the door `channel`; the door
 * `interactive` is for what a person waits for, and may use the whole budget.
 */
export interface PacedSession extends KeptSession {
  at(priority: CallPriority): KeptSession;
  interactive: KeptSession;
}

export interface PaceSettings {
  isBudgeted: boolean;
  now(): number;
  random(): number;
  /** When the rest that methods were told before this session ends, in milliseconds: a restart forgets nothing. */
  pausedUntil: ReadonlyMap<string, number>;
  /** Telegram told a method to rest for so many seconds; it is called again at `until`, milliseconds. */
  onFloodWait(method: string, seconds: number, until: number): void;
  /** How long a heavy call waits for a place before it is told to come again, in milliseconds; 10 s unless told. */
  patienceMs?: number;
}

const usualPatienceMs = 10_000;

/** When a heavy call that found no place comes again, in milliseconds. */
const crowdedMs = 1_000;

/**
 * Wraps a session so that it never calls a method that Telegram told to rest, stays within our own budget, and has at
 * most four heavy calls under way, the urgent ones first. What cannot be called soon shows as a `flood-wait` failure
 * that carries the seconds left: nothing is sent before they have passed, and only that method of that session waits.
 * The budget comes before the place, so that nobody keeps a place while waiting for the budget.
 */
export function paceSession(session: KeptSession, settings: PaceSettings): PacedSession {
  const { now } = settings;
  const pausedUntil = new Map(settings.pausedUntil);
  const budget = settings.isBudgeted ? createCallBudget(now()) : null;
  const places = createHeavyPlaces({ now, patienceMs: settings.patienceMs ?? usualPatienceMs });

  function refusePaused(method: string): void {
    const pause = (pausedUntil.get(method) ?? 0) - now();
    if (pause > 0) throw tooEarly(method, pause, 'paused');
  }

  async function admit(method: string, priority: CallPriority): Promise<() => void> {
    refusePaused(method);
    const wait = budget?.take(method, priority, now()) ?? 0;
    if (wait > bookableMs) throw tooEarly(method, wait, 'budget');
    if (wait > 0) await delay(wait);
    const leave = isHeavy(method) ? await places.enter(priority) : () => undefined;
    if (leave === null) throw tooEarly(method, crowdedMs, 'crowded');
    try {
      // Those who went first may have been told to rest meanwhile.
      refusePaused(method);
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  async function pace<T>(method: string, priority: CallPriority, call: () => Promise<T>): Promise<T> {
    const leave = await admit(method, priority);
    try {
      return await call();
    } catch (error) {
      if (error instanceof MtprotoError && error.failure.kind === 'flood-wait') {
        rest(method, error.failure.seconds);
      }
      throw error;
    } finally {
      leave();
    }
  }

  function rest(method: string, seconds: number): void {
    const jitterMs = 250 + settings.random() * 1_750;
    const until = now() + seconds * 1_000 + jitterMs;
    pausedUntil.set(method, Math.max(until, pausedUntil.get(method) ?? 0));
    settings.onFloodWait(method, seconds, until);
  }

  function doorOf(priority: CallPriority): KeptSession {
    return {
      ...session,
      call: <R extends Api.AnyRequest>(request: R) =>
        pace(request.className, priority, () => session.call(request)),
      callOn: <R extends Api.AnyRequest>(dcId: number, request: R) =>
        pace(request.className, priority, () => session.callOn(dcId, request)),
    };
  }

  const doors: Record<CallPriority, KeptSession> = {
    interactive: doorOf('interactive'),
    fresh: doorOf('fresh'),
    channel: doorOf('channel'),
    old: doorOf('old'),
    backfill: doorOf('backfill'),
  };
  return { ...doors.channel, at: (priority) => doors[priority], interactive: doors.interactive };
}

function tooEarly(method: string, waitMs: number, code: 'paused' | 'budget' | 'crowded'): MtprotoError {
  return new MtprotoError(method, { kind: 'flood-wait', seconds: waitMs / 1_000, code });
}
