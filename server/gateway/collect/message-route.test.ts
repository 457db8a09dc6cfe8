import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelIdSchema } from '#contract/channel-id.ts';
import { aMessage } from '#server/analytics/a-message.ts';
import { type HistoryPage, historyPageSize } from '../telegram/fetch-history.ts';
import { fetchNews } from './fetch-news.ts';
import { createRouteByIds, type MessageRoute } from './message-route.ts';
import { planAfterPage, type ReadingState } from './plan-after-page.ts';

const channelId = channelIdSchema.parse('1900000042');

/** A channel with these messages, as somebody sees it who may only ask for ids. */
function aRoute(ids: readonly number[], known: number | null = null): MessageRoute {
  const present = new Set(ids);
  return createRouteByIds(
    (asked) => {
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.length).toBeLessThanOrEqual(100);
      const found = asked.filter((id) => present.has(id));
      const page: HistoryPage = {
        messages: found.map((messageId) => aMessage({ channelId, messageId })),
        presentIds: found,
        total: asked.length,
        size: found.length,
        lowestId: found.length === 0 ? null : Math.min(...found),
        highestId: found.length === 0 ? null : Math.max(...found),
        unreadable: [],
      };
      return Promise.resolve(page);
    },
    { known, random: () => 0.5 },
  );
}

/** Reads a history to its end, as the task does. */
async function readAll(route: MessageRoute): Promise<{ ids: number[]; read: number; total: number }> {
  let state: ReadingState = { read: 0, offsetId: 0 };
  const ids: number[] = [];
  for (let pages = 0; pages < 1_000; pages += 1) {
    const page = await route.below(state);
    ids.push(...page.messages.map((message) => message.messageId));
    const step = planAfterPage(state, page, historyPageSize);
    if (step.state === 'complete') return { ids, read: step.read, total: step.total };
    expect(step.total).toBeGreaterThanOrEqual(step.read);
    state = step;
  }
  throw new Error('the reading has no end');
}

describe('reading messages by ids', () => {
  it('reads a history wholly, each message once, whatever was deleted, and counts it', async () => {
    // Gaps of up to 60 ids, so that whole pages may be almost empty.
    const channels = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 300 }).map((steps) => {
      let id = 0;
      return steps.map((step) => {
        id += step;
        return id;
      });
    });
    await fc.assert(
      fc.asyncProperty(channels, async (ids) => {
        const { ids: read, ...counts } = await readAll(aRoute(ids, ids.at(-1) ?? null));
        expect(read.toSorted((a, b) => a - b)).toEqual(ids);
        expect(counts).toEqual({ read: ids.length, total: ids.length });
      }),
      { numRuns: 200 },
    );
  });

  it('reads on below a gap of more than a page', async () => {
    const ids = [1, 2, 3, 900, 901];
    expect((await readAll(aRoute(ids, 900))).ids.toSorted((a, b) => a - b)).toEqual(ids);
  });

  it('ends at once in a channel without messages', async () => {
    expect(await readAll(aRoute([]))).toEqual({ ids: [], read: 0, total: 0 });
  });

  it('fetches what is new without a gap, and the newest hundred ids always', async () => {
    const ids = Array.from({ length: 730 }, (_, index) => index + 1).filter((id) => id < 400 || id > 460);
    const route = aRoute(ids, 150);
    const news = await fetchNews(route, 150);
    const fetched = new Set(news.pages.flatMap((page) => page.presentIds));
    expect(news.isComplete).toBe(true);
    expect(ids.filter((id) => id > 150 && !fetched.has(id))).toEqual([]);
    const quiet = await fetchNews(aRoute(ids, 730), 730);
    expect(quiet.pages.map((page) => page.presentIds)).toEqual([ids.slice(-100)]);
  });
});
