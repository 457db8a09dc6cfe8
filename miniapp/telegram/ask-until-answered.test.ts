import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askUntilAnswered } from './ask-until-answered.ts';

describe('askUntilAnswered', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks every two seconds until there is an answer, then no more', async () => {
    let asked = 0;
    const answer = askUntilAnswered(async () => {
      asked += 1;
      if (asked < 4) throw new Error('not now');
      return 'hosts';
    });
    await vi.advanceTimersByTimeAsync(5_900);
    expect(asked).toBe(3);
    await vi.advanceTimersByTimeAsync(100);
    expect(await answer).toBe('hosts');
    expect(vi.getTimerCount()).toBe(0);
  });
});
