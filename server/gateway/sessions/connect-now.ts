import { setTimeout as delay } from 'node:timers/promises';
import { withDeadline } from '#server/process.ts';
import type { HeldAccount } from './held-account.ts';

/** How long one attempt may take. */
const attemptMs = 15_000;
/** How long taking a lease, and finding out who the account is, may take besides. */
const besideMs = 3_000;
const pollMs = 50;

/**
 * Creates what an operator calls instead of waiting for the next attempt of the session's keeper: it connects at once,
 * or proves that an existing connection still answers. Those who call at the same time share one attempt. How it went
 * stands in the session's reason.
 */
export function createConnectNow(session: {
  /** The account while its lease is ours; null: it is not. */
  held(): HeldAccount | null;
  reason(): string | null;
  isOver(): boolean;
}): () => Promise<void> {
  let running: Promise<void> | null = null;

  async function attempt(): Promise<void> {
    // A gateway that has just started, or whose database was away, may be about to take the lease.
    await until(() => session.held() !== null || isHopeless(session.reason()));
    const held = session.held();
    if (held === null) return;
    held.session().wake();
    try {
      await withDeadline(held.probe(), attemptMs, 'connect');
    } catch {
      // The keeper has noted what it means for the connection, if anything.
      return;
    }
    if (held.state().kind === 'connected') await until(() => session.reason() === null);
  }

  async function until(isSo: () => boolean): Promise<void> {
    const endsAt = performance.now() + besideMs;
    while (!isSo() && !session.isOver() && performance.now() < endsAt) await delay(pollMs);
  }

  return () => {
    running ??= attempt().finally(() => {
      running = null;
    });
    return running;
  };
}

function isHopeless(reason: string | null): boolean {
  return reason === 'held-elsewhere' || reason === 'session-dead';
}
