import type { BotStore, StoredUpdate } from './bot-store.ts';

/** Left out of `allowed_updates: []`: a bot has to name them. */
const excludedByDefault = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

/** How long Telegram keeps an undelivered update, by kind, in seconds; telegram-facts b.1 holds the source. */
const lifetimes: Record<string, number> = {
  callback_query: 150,
  inline_query: 30,
  chosen_inline_result: 600,
};
const defaultLifetime = 24 * 3_600;

/** The updates that wait for the bot, in the order in which they happened. */
export interface UpdateQueue {
  /** Queues an update unless the bot did not ask for its kind; returns its id, or null. */
  add(kind: string, payload: unknown, queue: string): number | null;
  /** Whether the bot asked for this kind; work for one that nobody wants can be spared. */
  isWanted(kind: string): boolean;
  /** Updates not yet confirmed or delivered, ascending by id; expired ones are dropped. */
  pending(): StoredUpdate[];
  remove(id: number): void;
  /** Drops everything; returns how many. */
  clear(): number;
  /** Called with every update that was added. */
  onAdded(listener: (update: StoredUpdate) => void): () => void;
}

/** `now` is unix seconds. */
export function createUpdateQueue(store: BotStore, now: () => number): UpdateQueue {
  const listeners = new Set<(update: StoredUpdate) => void>();

  function isWanted(kind: string): boolean {
    const allowed = store.allowedUpdates();
    return allowed.length === 0 ? !excludedByDefault.has(kind) : allowed.includes(kind);
  }

  return {
    isWanted,
    add(kind, payload, queue) {
      if (!isWanted(kind)) return null;
      const id = store.nextUpdateId();
      const expiresAt = now() + (lifetimes[kind] ?? defaultLifetime);
      const update: StoredUpdate = { id, kind, payload, queue, expiresAt };
      store.saveUpdate(update);
      for (const listener of listeners) listener(update);
      return id;
    },
    pending() {
      const at = now();
      const alive: StoredUpdate[] = [];
      for (const update of store.updates()) {
        if (update.expiresAt <= at) store.deleteUpdate(update.id);
        else alive.push(update);
      }
      return alive;
    },
    remove: (id) => store.deleteUpdate(id),
    clear() {
      const all = store.updates();
      for (const update of all) store.deleteUpdate(update.id);
      return all.length;
    },
    onAdded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The update as it travels: its id and one field named after its kind. */
export function buildUpdate(update: StoredUpdate): Record<string, unknown> {
  return { update_id: update.id, [update.kind]: update.payload };
}
