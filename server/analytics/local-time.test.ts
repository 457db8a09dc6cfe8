import { describe, expect, it } from 'vitest';
import { createLocalClock, partOfDay } from './local-time.ts';

const at = (instant: string): number => Date.parse(instant) / 1_000;

describe('createLocalClock', () => {
  it.each([
    ['UTC', '2026-11-21T23:59:59.000Z', '2026-11-21', 5, 23, 59],
    // Berlin: at 01:00 UTC of 29 March the clock goes from 02:00 to 03:00, at 01:00 UTC of 25 October from 03:00 to 02:00.
    ['Europe/Berlin', '2026-03-29T00:59:00.000Z', '2026-03-29', 6, 1, 59],
    ['Europe/Berlin', '2026-03-29T01:00:00.000Z', '2026-03-29', 6, 3, 0],
    ['Europe/Berlin', '2026-03-29T22:00:00.000Z', '2026-03-30', 0, 0, 0],
    ['Europe/Berlin', '2026-10-25T00:30:00.000Z', '2026-10-25', 6, 2, 30],
    ['Europe/Berlin', '2026-10-25T01:30:00.000Z', '2026-10-25', 6, 2, 30],
    ['Europe/Berlin', '2026-10-25T22:59:00.000Z', '2026-10-25', 6, 23, 59],
    ['Europe/Berlin', '2026-10-25T23:00:00.000Z', '2026-10-26', 0, 0, 0],
    ['Asia/Kolkata', '2026-11-20T18:29:59.000Z', '2026-11-20', 4, 23, 59],
    ['Asia/Kolkata', '2026-11-20T18:30:00.000Z', '2026-11-21', 5, 0, 0],
    ['Asia/Kathmandu', '2026-11-20T18:15:00.000Z', '2026-11-21', 5, 0, 0],
  ])('of %s at %s', (zone, instant, day, weekday, hour, minute) => {
    const clock = createLocalClock(zone);
    expect(clock(at(instant))).toEqual({ day, weekday, hour, minute });
    // Asked again, after an instant of the day before.
    clock(at(instant) - 86_400);
    expect(clock(at(instant))).toEqual({ day, weekday, hour, minute });
  });

  it('agrees with the zone at every half hour of a year', () => {
    for (const zone of ['Europe/Berlin', 'Australia/Lord_Howe']) {
      const clock = createLocalClock(zone);
      const format = new Intl.DateTimeFormat('sv-SE', {
        timeZone: zone,
        dateStyle: 'short',
        timeStyle: 'short',
      });
      for (
        let instant = at('2026-01-01T00:00:00.000Z');
        instant < at('2027-01-01T00:00:00.000Z');
        instant += 1_800
      ) {
        const { day, hour, minute } = clock(instant);
        const wall = `${day} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
        if (wall !== format.format(instant * 1_000)) expect(wall).toBe(format.format(instant * 1_000));
      }
    }
  });

  it('refuses a zone that does not exist', () => {
    expect(() => createLocalClock('Mars/Base')).toThrow(RangeError);
  });
});

describe('partOfDay', () => {
  it('changes at 6, 12 and 18 o’clock', () => {
    expect([0, 5, 6, 11, 12, 17, 18, 23].map((hour) => partOfDay({ hour }))).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3,
    ]);
  });
});
