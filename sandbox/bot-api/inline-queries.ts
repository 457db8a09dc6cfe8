import type { InlineResult } from './inline-results.ts';

/** What the bot answered to an inline query. */
export interface InlineAnswer {
  results: InlineResult[];
  /** '': there are no more. */
  nextOffset: string;
  /** A button above the results; null: none. */
  button: { text: string; webAppUrl: string | null; startParameter: string | null } | null;
}

export interface InlineQuestion {
  userId: string;
  query: string;
  offset: string;
}

/** Inline queries that wait for an answer, and answers that may still be chosen from. */
export interface InlineQueries {
  /**
   * An answer that is still good for this question, under a query of the person who asks; null: the bot must be asked.
   */
  cached(question: InlineQuestion): { queryId: string; answer: InlineAnswer } | null;
  /** Registers a question; the promise gives the answer, or null when none came in time. */
  open(question: InlineQuestion): { queryId: string; answer: Promise<InlineAnswer | null> };
  /** False: unknown, answered already or too old. */
  answer(queryId: string, answer: InlineAnswer, cache: { seconds: number; isPersonal: boolean }): boolean;
  /** The result somebody chooses; null: too old, or not theirs. */
  choose(queryId: string, resultId: string): { question: InlineQuestion; result: InlineResult } | null;
  close(): void;
}

/** How long an inline query lives, and how long what was found may be chosen, in milliseconds. */
const answerableMs = 30_000;
const choosableMs = 3_600_000;

interface Query extends InlineQuestion {
  openedAt: number;
  answer: InlineAnswer | null;
  settle(answer: InlineAnswer | null): void;
}

interface Cached {
  answer: InlineAnswer;
  until: number;
}

/** `patienceMs`: how long a person waits for results. */
export function createInlineQueries(createId: () => string, patienceMs = 10_000): InlineQueries {
  const queries = new Map<string, Query>();
  const cache = new Map<string, Cached>();
  const timers = new Set<NodeJS.Timeout>();

  function forgetOld(): void {
    const now = Date.now();
    for (const [id, query] of queries) if (query.openedAt < now - choosableMs) queries.delete(id);
    for (const [key, { until }] of cache) if (until < now) cache.delete(key);
  }

  return {
    cached(question) {
      const { userId, query, offset } = question;
      const found = [userId, '']
        .map((whose) => cache.get(JSON.stringify([whose, query, offset])))
        .find((kept) => kept !== undefined && kept.until > Date.now());
      if (found === undefined) return null;
      forgetOld();
      // A query of its own: whoever chooses from the results is the one who asked for them.
      const queryId = createId();
      const { answer } = found;
      queries.set(queryId, { ...question, openedAt: Date.now(), answer, settle: () => undefined });
      return { queryId, answer };
    },
    open(question) {
      forgetOld();
      const queryId = createId();
      const answer = new Promise<InlineAnswer | null>((resolve) => {
        const timer = setTimeout(() => settle(null), patienceMs);
        timer.unref();
        timers.add(timer);
        function settle(given: InlineAnswer | null): void {
          clearTimeout(timer);
          timers.delete(timer);
          resolve(given);
        }
        queries.set(queryId, { ...question, openedAt: Date.now(), answer: null, settle });
      });
      return { queryId, answer };
    },
    answer(queryId, answer, { seconds, isPersonal }) {
      const query = queries.get(queryId);
      const isLate = query === undefined || query.openedAt < Date.now() - answerableMs;
      if (isLate || query.answer !== null) return false;
      query.answer = answer;
      const key = JSON.stringify([isPersonal ? query.userId : '', query.query, query.offset]);
      cache.set(key, { answer, until: Date.now() + seconds * 1_000 });
      query.settle(answer);
      return true;
    },
    choose(queryId, resultId) {
      const query = queries.get(queryId);
      const result = query?.answer?.results.find(({ id }) => id === resultId);
      if (query === undefined || result === undefined) return null;
      const { userId, query: text, offset } = query;
      return { question: { userId, query: text, offset }, result };
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      for (const query of queries.values()) query.settle(null);
      queries.clear();
    },
  };
}
