import { describe, expect, it } from 'vitest';
import { createCircuitBreaker } from './circuit-breaker.ts';

const fault = new Error('fault');
const other = new Error('another error');

function aBreaker() {
  return createCircuitBreaker({ isFault: (error) => error === fault, refuse: () => new Error('refused') });
}

async function fail(breaker: ReturnType<typeof aBreaker>, error: Error, count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) {
    await expect(breaker.pass(() => Promise.reject(error))).rejects.toBe(error);
  }
}

/** Work that is under way until it is told how it ends. */
function aHeldWork() {
  let settle: (error: Error | null) => void = () => undefined;
  let isBegun = false;
  return {
    isBegun: () => isBegun,
    end: (error: Error | null) => settle(error),
    work: () => {
      isBegun = true;
      return new Promise<string>((resolve, reject) => {
        settle = (error) => (error === null ? resolve('answer') : reject(error));
      });
    },
  };
}

describe('the circuit breaker', () => {
  it('lets one caller try after three faults in a row, and everybody when that one succeeds', async () => {
    const breaker = aBreaker();
    await fail(breaker, fault, 3);
    const trial = aHeldWork();
    const trying = breaker.pass(trial.work);
    const [second, third] = [aHeldWork(), aHeldWork()];
    const waiting = [breaker.pass(second.work), breaker.pass(third.work)];
    await Promise.resolve();
    expect([trial.isBegun(), second.isBegun(), third.isBegun()]).toEqual([true, false, false]);
    trial.end(null);
    await trying;
    await expect.poll(() => [second.isBegun(), third.isBegun()]).toEqual([true, true]);
    second.end(null);
    third.end(null);
    expect(await Promise.all(waiting)).toEqual(['answer', 'answer']);
  });

  it('refuses the others when the one who tries fails', async () => {
    const breaker = aBreaker();
    await fail(breaker, fault, 3);
    const trial = aHeldWork();
    const trying = breaker.pass(trial.work);
    const waiting = breaker.pass(() => Promise.resolve('must not be done'));
    trial.end(fault);
    await expect(trying).rejects.toBe(fault);
    await expect(waiting).rejects.toThrow('refused');
    expect(await breaker.pass(() => Promise.resolve('the next one tries'))).toBe('the next one tries');
  });

  it('refuses those who have waited a second for one that hangs', async () => {
    const breaker = aBreaker();
    await fail(breaker, fault, 3);
    const trial = aHeldWork();
    const trying = breaker.pass(trial.work);
    await expect(breaker.pass(() => Promise.resolve('must not be done'))).rejects.toThrow('refused');
    trial.end(null);
    expect(await trying).toBe('answer');
  });

  it('counts calls that were lost together once, and no errors that are answers', async () => {
    const breaker = aBreaker();
    const held = Array.from({ length: 5 }, aHeldWork);
    const calls = held.map(({ work }) => breaker.pass(work));
    for (const { end } of held) end(fault);
    await Promise.allSettled(calls);
    await fail(breaker, fault, 1);
    const both = [aHeldWork(), aHeldWork()];
    const open = both.map(({ work }) => breaker.pass(work));
    expect(both.map(({ isBegun }) => isBegun())).toEqual([true, true]);
    for (const { end } of both) end(null);
    await Promise.all(open);
    await fail(breaker, fault, 2);
    await fail(breaker, other, 1);
    await fail(breaker, fault, 2);
    const again = [aHeldWork(), aHeldWork()];
    const last = again.map(({ work }) => breaker.pass(work));
    expect(again.map(({ isBegun }) => isBegun())).toEqual([true, true]);
    for (const { end } of again) end(null);
    await Promise.all(last);
  });
});
