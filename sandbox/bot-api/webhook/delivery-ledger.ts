/** One attempt to hand an update to the bot. */
export interface DeliveryAttempt {
  /** Unix seconds with fraction. */
  at: number;
  status: number;
  error: string | null;
  tookMs: number;
}

/** What became of one update. */
export interface Delivery {
  updateId: number;
  kind: string;
  queue: string;
  attempts: DeliveryAttempt[];
  outcome: 'pending' | 'delivered' | 'dropped';
}

/** What was dispatched and how it was received, for tests that must account for every update. */
export interface DeliveryLedger {
  attempt(update: { id: number; kind: string; queue: string }, attempt: DeliveryAttempt): void;
  settle(updateId: number, outcome: 'delivered' | 'dropped'): void;
  all(): Delivery[];
  clear(): void;
}

/** Keeps the newest `limit` updates. */
export function createDeliveryLedger(limit = 100_000): DeliveryLedger {
  const deliveries = new Map<number, Delivery>();
  return {
    attempt(update, attempt) {
      const known = deliveries.get(update.id);
      if (known !== undefined) {
        known.attempts.push(attempt);
        return;
      }
      const { id, kind, queue } = update;
      deliveries.set(id, { updateId: id, kind, queue, attempts: [attempt], outcome: 'pending' });
      if (deliveries.size > limit) deliveries.delete(deliveries.keys().next().value ?? id);
    },
    settle(updateId, outcome) {
      const delivery = deliveries.get(updateId);
      if (delivery !== undefined) delivery.outcome = outcome;
    },
    all: () => [...deliveries.values()],
    clear: () => deliveries.clear(),
  };
}
