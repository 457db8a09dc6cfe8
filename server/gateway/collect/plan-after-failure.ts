import type { MtprotoFailure } from '../telegram/mtproto-failure.ts';

/** What a task does about a call that failed. */
export type AfterFailure =
  /** Run again at `runAt` (milliseconds); this was no attempt. */
  | { kind: 'later'; runAt: number }
  /** The account cannot read until `until` (milliseconds; null: nobody knows): another source may, or again at `runAt`. */
  | { kind: 'hand-over'; until: number | null; runAt: number }
  /** Let the queue try again with back-off. */
  | { kind: 'retry' }
  /** The access hash is of no use any more: ask once more who has the channel's name. */
  | { kind: 'resolve-again' }
  /**
   * No retry would help. `isForAll` false: only this account is refused, another may be let in; otherwise, and when there
   * is no other, the channel is `state`, and people are told `code`.
   */
  | { kind: 'give-up'; state: 'unreachable' | 'gone'; code: string; isForAll: boolean };

/** How long a task waits for a session that has to be logged in again. */
const withoutSessionMs = 60_000;
/** A flood wait of up to this long is waited for. */
const patienceMs = 60_000;

/**
 * Decides by the kind of failure. Flood waits and missing sessions are not the channel's fault and cost no attempt;
 * nothing here ends a session, and what is not known is tried again.
 */
export function planAfterFailure(failure: MtprotoFailure, now: number, random: number): AfterFailure {
  switch (failure.kind) {
    case 'flood-wait': {
      const until = now + failure.seconds * 1_000;
      const runAt = until + 250 + random * 1_750;
      return until - now > patienceMs ? { kind: 'hand-over', until, runAt } : { kind: 'later', runAt };
    }
    case 'session-dead':
    case 'session-duplicated':
    case 'frozen':
    case 'password-needed':
      return { kind: 'hand-over', until: null, runAt: now + withoutSessionMs };
    case 'channel-unavailable':
      return failure.code === 'CHANNEL_INVALID'
        ? { kind: 'resolve-again' }
        : { kind: 'give-up', state: 'unreachable', code: failure.code, isForAll: false };
    case 'name-not-found':
      return { kind: 'give-up', state: 'gone', code: failure.code, isForAll: true };
    case 'admin-required':
    case 'refused':
      return { kind: 'give-up', state: 'unreachable', code: failure.code, isForAll: false };
    case 'login-refused':
    case 'reset-forbidden':
    case 'migrate':
    case 'silent':
    case 'server-trouble':
    case 'network':
    case 'unknown':
      return { kind: 'retry' };
  }
}
