import { describe, expect, it } from 'vitest';
import { growthOver } from './growth.ts';
import { subscribersAtPublish } from './subscribers-at-publish.ts';

const to = new Date('2026-11-30T12:00:00.000Z');
const window = { from: new Date('2026-11-23T12:00:00.000Z'), to };

/** So many subscribers so many hours before the end of the window. */
function count(hoursAgo: number, subscribers: number): { capturedAt: string; subscribers: number } {
  return { capturedAt: new Date(to.getTime() - hoursAgo * 3_600_000).toISOString(), subscribers };
}

describe('growthOver', () => {
  it('is the difference between the ends of what was observed, and says what that was', () => {
    expect(growthOver([count(120, 14_127), count(60, 14_500), count(0, 14_213)], window)).toEqual({
      change: 86,
      rate: 86 / 14_127,
      coverage: { from: count(120, 0).capturedAt, to: count(0, 0).capturedAt },
      n: 3,
    });
  });

  it('begins with the last measurement at or before the window, if it is within an hour of it', () => {
    const counts = [count(168.9, 10), count(168.2, 20), count(100, 30), count(0, 50)];
    expect(growthOver(counts, window)).toMatchObject({ change: 30, n: 3 });
    expect(growthOver([count(170, 10), count(100, 30), count(0, 50)], window)).toMatchObject({
      change: 20,
      n: 2,
    });
    expect(growthOver([count(168, 10), count(0, 50)], window)).toMatchObject({ change: 40, n: 2 });
  });

  it('knows a loss and standing still', () => {
    expect(growthOver([count(10, 100), count(0, 52)], window)?.change).toBe(-48);
    expect(growthOver([count(10, 100), count(0, 100)], window)?.change).toBe(0);
    expect(growthOver([count(10, 0), count(0, 100)], window)).toMatchObject({ change: 100, rate: null });
  });

  it.each([
    { what: 'nothing was measured', counts: [] },
    { what: 'there is a single measurement', counts: [count(5, 100)] },
    { what: 'both measurements lie within an hour', counts: [count(0.9, 100), count(0, 101)] },
    { what: 'all measurements are older than the window', counts: [count(400, 100), count(300, 90)] },
    { what: 'all measurements are later than the window', counts: [count(-1, 100), count(-5, 90)] },
  ])('is null when $what', ({ counts }) => {
    expect(growthOver(counts, window)).toBeNull();
  });
});

describe('subscribersAtPublish', () => {
  const counts = [count(300, 100), count(100, 200), count(50, 300)];

  it.each([
    { what: 'the nearest measurement before', hoursAgo: 60, subscribers: 200 },
    { what: 'a measurement of the same instant', hoursAgo: 50, subscribers: 300 },
    { what: 'one of exactly seven days earlier', hoursAgo: 132, subscribers: 100 },
    { what: 'nothing later than publication', hoursAgo: 301, subscribers: null },
    { what: 'nothing older than seven days', hoursAgo: 131, subscribers: null },
  ])('takes $what', ({ hoursAgo, subscribers }) => {
    expect(subscribersAtPublish(counts, count(hoursAgo, 0).capturedAt)).toBe(subscribers);
  });

  it('is null without measurements', () => {
    expect(subscribersAtPublish([], count(1, 0).capturedAt)).toBeNull();
  });
});
