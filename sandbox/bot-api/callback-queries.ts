import type { CallbackAnswer } from './message-book.ts';

/** Presses of buttons that wait for `answerCallbackQuery`; Telegram forgets them after some 15 seconds to minutes. */
export interface CallbackQueries {
  /** Registers a press; the promise gives the bot's answer, or null when none came in time. */
  open(userId: string): { queryId: string; answer: Promise<CallbackAnswer | null> };
  /** False: unknown, answered already or too old. */
  answer(queryId: string, answer: CallbackAnswer): { userId: string } | null;
  close(): void;
}

/** How long the person sees the button spin, and how long the bot may answer, in milliseconds. */
const spinMs = 10_000;
const answerableMs = 150_000;

export function createCallbackQueries(createId: () => string): CallbackQueries {
  const open = new Map<
    string,
    { userId: string; resolve(answer: CallbackAnswer | null): void; until: number }
  >();
  const timers = new Set<NodeJS.Timeout>();
  return {
    open(userId) {
      const queryId = createId();
      const answer = new Promise<CallbackAnswer | null>((resolve) => {
        open.set(queryId, { userId, resolve, until: Date.now() + answerableMs });
        const timer = setTimeout(() => {
          timers.delete(timer);
          resolve(null);
        }, spinMs);
        timer.unref();
        timers.add(timer);
      });
      for (const [id, query] of open) if (query.until < Date.now()) open.delete(id);
      return { queryId, answer };
    },
    answer(queryId, answer) {
      const query = open.get(queryId);
      if (query === undefined || query.until < Date.now()) return null;
      open.delete(queryId);
      query.resolve(answer);
      return { userId: query.userId };
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      for (const query of open.values()) query.resolve(null);
      open.clear();
    },
  };
}
