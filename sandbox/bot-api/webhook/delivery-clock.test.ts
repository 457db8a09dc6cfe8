import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createPacedClock } from './delivery-clock.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('runs as much faster as it is told, and goes on from where it was when that changes', () => {
  const begun = Date.now() / 1_000;
  const clock = createPacedClock(1);
  vi.advanceTimersByTime(10_000);
  expect(clock.now()).toBeCloseTo(begun + 10);
  clock.setFactor(60);
  expect(clock.now()).toBeCloseTo(begun + 10);
  expect(clock.realMs(60)).toBe(1_000);
  vi.advanceTimersByTime(1_000);
  expect(clock.now()).toBeCloseTo(begun + 70);
});

it('hurries up what already waits, and holds it back again', () => {
  const clock = createPacedClock(1);
  const done: string[] = [];
  clock.later(100, () => done.push('first'));
  clock.later(200, () => done.push('second'));
  vi.advanceTimersByTime(10_000);
  clock.setFactor(10);
  vi.advanceTimersByTime(8_999);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(2);
  expect(done).toEqual(['first']);
  clock.setFactor(1);
  vi.advanceTimersByTime(99_000);
  expect(done).toEqual(['first']);
  vi.advanceTimersByTime(2_000);
  expect(done).toEqual(['first', 'second']);
});

it('does nothing that was taken back, also after a change of pace, and nothing after its end', () => {
  const clock = createPacedClock(1);
  const done: string[] = [];
  const cancel = clock.later(5, () => done.push('taken back'));
  clock.setFactor(2);
  cancel();
  clock.later(5, () => done.push('too late'));
  clock.close();
  vi.advanceTimersByTime(60_000);
  expect(done).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
