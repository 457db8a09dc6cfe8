import { describe, expect, it } from 'vitest';
import { ProblemError } from './problem-error.ts';
import { createQueryClient, mayRetry, pollMs } from './queries.ts';

describe('pollMs', () => {
  it('asks every two seconds while any history is on its way, else once a minute', () => {
    expect(pollMs([{ kind: 'complete', read: 5 }, { kind: 'queued' }])).toBe(2_000);
    expect(pollMs([{ kind: 'reading', read: 5, total: null }])).toBe(2_000);
    expect(pollMs([{ kind: 'complete', read: 5 }])).toBe(60_000);
    expect(pollMs([{ kind: 'failed', code: 'x', read: 5 }])).toBe(60_000);
    expect(pollMs([])).toBe(60_000);
  });

  it('asks sooner after a failure that passes, not after one that stays', () => {
    expect(pollMs([], new ProblemError('no-connection', null))).toBe(10_000);
    expect(pollMs([{ kind: 'queued' }], new ProblemError('temporarily-unavailable', 'r'))).toBe(10_000);
    expect(pollMs([], new ProblemError('not-found', 'r'))).toBe(60_000);
  });
});

describe('what failed', () => {
  it('is asked for again for more than ten seconds, in pauses of at most four', () => {
    const { retryDelay } = createQueryClient().getDefaultOptions().queries ?? {};
    if (typeof retryDelay !== 'function') throw new Error('there are no pauses');
    const error = new ProblemError('temporarily-unavailable', 'r');
    const pauses: number[] = [];
    while (mayRetry(pauses.length, error)) pauses.push(retryDelay(pauses.length, error));
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 4_000]);
  });

  it('is asked for once more when it was too slow, and never when the answer would be the same', () => {
    const slow = new ProblemError('too-slow', null);
    expect([mayRetry(0, slow), mayRetry(1, slow)]).toEqual([true, false]);
    expect(mayRetry(0, new ProblemError('not-found', 'r'))).toBe(false);
  });
});
