import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fetchNews, type HistoryQuestions } from './fetch-news.ts';

interface IdPage {
  ids: number[];
  size: number;
  lowestId: number | null;
  highestId: number | null;
}

/** A channel that holds these ids, and counts what it is asked. */
function aChannel(ids: number[]): HistoryQuestions<IdPage> & { calls: number } {
  const descending = ids.toSorted((a, b) => b - a);
  const page = (of: number[]): IdPage => ({
    ids: of,
    size: of.length,
    lowestId: of.at(-1) ?? null,
    highestId: of[0] ?? null,
  });
  const channel = {
    calls: 0,
    newest: async () => {
      channel.calls += 1;
      return page(descending.slice(0, 100));
    },
    after: async (messageId: number) => {
      channel.calls += 1;
      return page(descending.filter((id) => id > messageId).slice(-100));
    },
  };
  return channel;
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('fetching what is new in a channel', () => {
  it('asks once while the newest page reaches what is stored', async () => {
    const channel = aChannel(upTo(500));
    const news = await fetchNews(channel, 450);
    expect(news.isComplete).toBe(true);
    expect(channel.calls).toBe(1);
  });

  it('asks once for a channel of which nothing is stored: its history is read by another task', async () => {
    const channel = aChannel(upTo(500));
    expect(await fetchNews(channel, null)).toMatchObject({ isComplete: true, pages: [{ size: 100 }] });
    expect(channel.calls).toBe(1);
  });

  it('leaves the newest page for later when the gap is longer than one reading', async () => {
    const news = await fetchNews(aChannel(upTo(5_000)), 1_000);
    expect(news.isComplete).toBe(false);
    expect(Math.max(...news.pages.flatMap((page) => page.ids))).toBe(3_000);
  });

  it('never leaves a hole between what is stored and what it brings, whatever ids are missing', async () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 9_000 }), {
      minLength: 1,
      maxLength: 4_000,
      size: 'max',
    });
    await fc.assert(
      fc.asyncProperty(ids, fc.integer({ min: 1, max: 9_000 }), async (present, known) => {
        const { pages, isComplete } = await fetchNews(aChannel(present), known);
        const brought = new Set(pages.flatMap((page) => page.ids));
        const highest = isComplete ? Number.POSITIVE_INFINITY : Math.max(...brought);
        const missing = present.filter((id) => id > known && id <= highest && !brought.has(id));
        expect(missing).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
