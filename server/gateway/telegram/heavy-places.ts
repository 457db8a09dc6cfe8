import type { CallPriority } from './call-priority.ts';
import { chooseNextCall, type WaitingCall } from './choose-next-call.ts';

export interface HeavyPlaces {
  /**
   * Resolves when the call may be made, with what gives its place back. null: it would have waited longer than a job may
   * stand still; it has to come again.
   */
  enter(priority: CallPriority): Promise<(() => void) | null>;
}

interface QueuedCall extends WaitingCall {
  settle(leave: (() => void) | null): void;
  timer: NodeJS.Timeout;
}

/** Creates the places for heavy calls of one session; who takes a place is decided by {@link chooseNextCall}. */
export function createHeavyPlaces(settings: { now(): number; patienceMs: number }): HeavyPlaces {
  const waiting: QueuedCall[] = [];
  const underWay: CallPriority[] = [];

  function take(priority: CallPriority): () => void {
    underWay.push(priority);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      underWay.splice(underWay.indexOf(priority), 1);
      admit();
    };
  }

  function admit(): void {
    for (;;) {
      const index = chooseNextCall(waiting, underWay, settings.now());
      if (index === null) return;
      for (const call of waiting.splice(index, 1)) {
        clearTimeout(call.timer);
        call.settle(take(call.priority));
      }
    }
  }

  return {
    enter(priority) {
      return new Promise((settle) => {
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(call), 1);
          settle(null);
        }, settings.patienceMs);
        const call: QueuedCall = { priority, since: settings.now(), settle, timer };
        waiting.push(call);
        admit();
      });
    },
  };
}
