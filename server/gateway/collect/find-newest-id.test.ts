import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNewestId, idsToTry } from './find-newest-id.ts';

interface Asked {
  newest: number;
  calls: number;
}

/** The same numbers at every run. */
function aRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function find(ids: ReadonlySet<number>, known: number, random = aRandom(7)): Promise<Asked> {
  let calls = 0;
  const newest = await findNewestId(
    (asked) => {
      calls += 1;
      expect(asked.length).toBeLessThanOrEqual(100);
      return Promise.resolve(asked.filter((id) => ids.has(id)));
    },
    known,
    random,
  );
  return { newest, calls };
}

const upTo = (n: number): Set<number> => new Set(Array.from({ length: n }, (_, index) => index + 1));

describe('finding the newest message by ids', () => {
  it('takes one call where nothing is new', async () => {
    expect(await find(upTo(5_000), 5_000)).toEqual({ newest: 5_000, calls: 1 });
    expect(await find(new Set(), 0)).toEqual({ newest: 0, calls: 1 });
  });

  it.each([
    [1, 2],
    [40, 2],
    [500, 12],
    [30_000, 25],
    [200_000, 32],
  ])('finds %i new messages within %i calls', async (n, most) => {
    const { newest, calls } = await find(upTo(1_000 + n), 1_000);
    expect(newest).toBe(1_000 + n);
    expect(calls).toBeLessThanOrEqual(most);
  });

  it('finds the newest of a channel with one message in ten deleted, from any message that is there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20_000 }), fc.integer(), fc.nat(), async (n, seed, from) => {
        const isThere = (id: number): boolean => (Math.imul(id ^ seed, 2_654_435_761) >>> 0) % 10 !== 0;
        const ids = new Set([...upTo(n)].filter(isThere));
        const newest = Math.max(0, ...ids);
        expect((await find(ids, from % (newest + 1))).newest).toBe(newest);
      }),
      { numRuns: 200 },
    );
  });

  it('comes to see what lies behind a long gap, by looking elsewhere each time', async () => {
    const ids = new Set([...upTo(100), 1_900, 1_901, 1_902, 1_903, 1_904, 1_905]);
    const random = aRandom(3);
    let looks = 0;
    for (let newest = 100; newest !== 1_905 && looks < 2_000; looks += 1) {
      newest = (await find(ids, newest, random)).newest;
    }
    expect(looks).toBeLessThan(2_000);
  });

  it('asks for ids that exist only: above the known one, ascending, none twice, none too large for a message', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.double({ min: 0, max: 0.999 }),
        (from, random) => {
          const ids = idsToTry(from, () => random);
          expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
          expect(ids.every((id) => id > from && id < 2 ** 31)).toBe(true);
          expect(ids.slice(0, 50)).toEqual(
            Array.from({ length: 50 }, (_, index) => from + 1 + index).filter((id) => id < 2 ** 31),
          );
        },
      ),
    );
  });
});
