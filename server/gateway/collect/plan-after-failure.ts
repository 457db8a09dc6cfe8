import type { MtprotoFailure } from '../telegram/mtproto-failure.ts';

/** What a task does about a call that failed. */
export type AfterFailure =
  /** Run again at `runAt` (milliseconds); this was no attempt. */
  | { kind: 'later'; runAt: number }
  /** Let the queue try again with back-off. */
  | { kind: 'retry' }
  /** The access hash is of no use any more: ask once more who has the channel's name. */
  | { kind: 'resolve-again' }
  /** No retry would help: the channel is `state`, and people are told `code`. */
  | { kind: 'give-up'; state: 'unreachable' | 'gone'; code: string };

/** How long a task waits for a session that has to be logged in again. */
const withoutSessionMs = 60_000;

/**
 * Decides by the kind of failure. Flood waits and missing sessions are not the channel's fault and cost no attempt;
 * nothing here ends a session, and what is not known is tried again.
 */
export function planAfterFailure(failure: MtprotoFailure, now: number, random: number): AfterFailure {
  switch (failure.kind) {
    case 'flood-wait':
      return { kind: 'later', runAt: now + failure.seconds * 1_000 + 250 + random * 1_750 };
    case 'session-dead':
    case 'session-duplicated':
    case 'frozen':
    case 'password-needed':
      return { kind: 'later', runAt: now + withoutSessionMs };
    case 'channel-unavailable':
      return failure.code === 'CHANNEL_INVALID'
        ? { kind: 'resolve-again' }
        : { kind: 'give-up', state: 'unreachable', code: failure.code };
    case 'name-not-found':
      return { kind: 'give-up', state: 'gone', code: failure.code };
    case 'admin-required':
    case 'refused':
      return { kind: 'give-up', state: 'unreachable', code: failure.code };
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
