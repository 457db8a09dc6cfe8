import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aHistoryRequest } from './a-world.ts';
import { pageHistory } from './page-history.ts';
import { createStoredMessage } from './stored-message.ts';
import type { HistoryRequest } from './world.ts';

/** What Telegram documents, by brute force over the whole list, newest first. */
function pageNaively(ids: number[], request: HistoryRequest): number[] {
  const newestFirst = [...ids]
    .reverse()
    .filter(
      (id) => (request.minId === 0 || id > request.minId) && (request.maxId === 0 || id < request.maxId),
    );
  const border =
    request.offsetId > 0 ? request.offsetId : request.offsetDate > 0 ? request.offsetDate / 10 : Infinity;
  const first = newestFirst.filter((id) => id >= border).length + request.addOffset;
  return newestFirst.filter((_, index) => index >= first && index < first + request.limit);
}

const someIds = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { maxLength: 120 }).map((ids) => {
  return ids.sort((left, right) => left - right);
});
const maybe = (arbitrary: fc.Arbitrary<number>): fc.Arbitrary<number> => fc.oneof(fc.constant(0), arbitrary);

describe('pageHistory', () => {
  it('gives what a walk over the whole list would, for any request', () => {
    const request = fc.record({
      offsetId: maybe(fc.integer({ min: 1, max: 310 })),
      offsetDate: maybe(fc.integer({ min: 1, max: 310 }).map((id) => id * 10)),
      addOffset: fc.integer({ min: -40, max: 40 }),
      limit: fc.integer({ min: 0, max: 50 }),
      minId: maybe(fc.integer({ min: 1, max: 310 })),
      maxId: maybe(fc.integer({ min: 1, max: 310 })),
    });
    fc.assert(
      fc.property(someIds, request, (ids, asked) => {
        const messages = ids.map((id) => createStoredMessage({ id, date: id * 10 }));
        expect(pageHistory(messages, asked).map(({ id }) => id)).toEqual(pageNaively(ids, asked));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the whole list, once each, when pages follow each other by offset id', () => {
    fc.assert(
      fc.property(someIds, fc.integer({ min: 1, max: 50 }), (ids, limit) => {
        const messages = ids.map((id) => createStoredMessage({ id, date: id }));
        const read: number[] = [];
        for (let offsetId = 0; ; offsetId = read.at(-1) ?? 0) {
          const page = pageHistory(messages, aHistoryRequest({ offsetId, limit }));
          if (page.length === 0) break;
          read.push(...page.map(({ id }) => id));
        }
        expect(read).toEqual([...ids].reverse());
      }),
    );
  });
});
