import { describe, expect, it } from 'vitest';
import { lastLinesOf } from './last-lines.ts';

describe('lastLinesOf', () => {
  it('names what was skipped and why, counts it, and ends with nothing but passed and failed', () => {
    const outcome = { passed: 3, failed: ['lint', 'a test named above'], skipped: ['a story: no browser'] };
    expect(lastLinesOf(outcome, 61_400)).toEqual([
      'All of it took 61 s.',
      'Failed: lint',
      'Skipped: a story: no browser',
      '1 skipped',
      '3 passed, 2 failed',
    ]);
  });

  it('says nothing of skipping where nothing was skipped', () => {
    expect(lastLinesOf({ passed: 3, failed: [], skipped: [] }, 0)).toEqual([
      'All of it took 0 s.',
      '3 passed, 0 failed',
    ]);
  });
});
