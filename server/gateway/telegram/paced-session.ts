import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from 'telegram';
import type { KeptSession } from './keep-session.ts';
import { MtprotoError } from './mtproto-failure.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';

/** A wait shorter than this is waited for; a longer one is told to the caller, whose job then runs later. */
const longestWaitMs = 1_500;

/** So many calls of each budget are kept for people who wait: a back-fill never takes them. */
const interactiveReserve = 5;

/** History: one call a second for ever, 30 at once. Names: 20 an hour; more brings flood waits of hours. */
const budgets = {
  'messages.GetHistory': { capacity: 30, perSecond: 1 },
  'channels.GetMessages': { capacity: 30, perSecond: 1 },
  'channels.GetFullChannel': { capacity: 30, perSecond: 0.5 },
  'contacts.ResolveUsername': { capacity: 20, perSecond: 20 / 3_600 },
} satisfies Record<string, { capacity: number; perSecond: number }>;

/** A session with two doors: whoever comes by `interactive` is waited for by a person and may use the whole budget. */
export interface PacedSession extends KeptSession {
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
}

/**
 * Wraps a session so that it never calls a method that Telegram told to rest, and stays within our own budget. Both
 * show as a `flood-wait` failure that carries the seconds left; nothing is sent before they have passed, and only that
 * method of that session waits.
 */
export function paceSession(session: KeptSession, settings: PaceSettings): PacedSession {
  const pausedUntil = new Map(settings.pausedUntil);
  const buckets = new Map<string, TokenBucket>(
    settings.isBudgeted
      ? Object.entries(budgets).map(([method, budget]) => [method, createTokenBucket(budget, settings.now())])
      : [],
  );

  async function admit(method: string, reserve: number): Promise<void> {
    const pause = (pausedUntil.get(method) ?? 0) - settings.now();
    if (pause > 0) throw tooEarly(method, pause, 'paused');
    const wait = buckets.get(method)?.take(settings.now(), reserve) ?? 0;
    if (wait > longestWaitMs) throw tooEarly(method, wait, 'budget');
    if (wait > 0) await delay(wait);
  }

  function paced(reserve: number): KeptSession {
    return {
      ...session,
      async call<R extends Api.AnyRequest>(request: R): Promise<R['__response']> {
        const method = request.className;
        await admit(method, reserve);
        try {
          return await session.call(request);
        } catch (error) {
          if (error instanceof MtprotoError && error.failure.kind === 'flood-wait') {
            rest(method, error.failure.seconds);
          }
          throw error;
        }
      },
    };
  }

  function rest(method: string, seconds: number): void {
    const jitterMs = 250 + settings.random() * 1_750;
    const until = settings.now() + seconds * 1_000 + jitterMs;
    pausedUntil.set(method, until);
    settings.onFloodWait(method, seconds, until);
  }

  return { ...paced(interactiveReserve), interactive: paced(0) };
}

function tooEarly(method: string, waitMs: number, code: 'paused' | 'budget'): MtprotoError {
  return new MtprotoError(method, { kind: 'flood-wait', seconds: waitMs / 1_000, code });
}
