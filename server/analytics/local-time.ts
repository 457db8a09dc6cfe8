/** The clock on the wall of a time zone. */
export interface LocalTime {
  /** `2026-11-20`. */
  day: string;
  /** 0 is Monday. */
  weekday: number;
  /** 0…23. */
  hour: number;
  /** 0…59. */
  minute: number;
}

const daySeconds = 86_400;

/**
 * The clock of an IANA zone, for instants in seconds since 1970; summer time included. Asking the zone is dear, so it is
 * asked once a day, and on the days on which the clock is changed every time. Throws RangeError for a zone that does not
 * exist.
 */
export function createLocalClock(zone: string): (instant: number) => LocalTime {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const midnights = new Map<number, number>();
  const offsetAtMidnight = (day: number): number => {
    const offset = midnights.get(day) ?? readOffset(format, day * daySeconds);
    midnights.set(day, offset);
    return offset;
  };
  return (instant) => {
    const day = Math.floor(instant / daySeconds);
    const offset = offsetAtMidnight(day);
    const isChanged = offset !== offsetAtMidnight(day + 1);
    return toLocalTime(instant + (isChanged ? readOffset(format, instant) : offset));
  };
}

/** What the clock on the wall is ahead of UTC at an instant, in seconds. */
function readOffset(format: Intl.DateTimeFormat, instant: number): number {
  const minute = Math.floor(instant / 60) * 60;
  const parts = new Map(
    format.formatToParts(new Date(minute * 1_000)).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  return wall / 1_000 - minute;
}

/** Reads seconds since 1970 of the clock on the wall. */
function toLocalTime(wall: number): LocalTime {
  const days = Math.floor(wall / daySeconds);
  const seconds = wall - days * daySeconds;
  return {
    day: new Date(wall * 1_000).toISOString().slice(0, 10),
    // The first day of 1970 was a Thursday.
    weekday: (((days + 3) % 7) + 7) % 7,
    hour: Math.floor(seconds / 3_600),
    minute: Math.floor((seconds % 3_600) / 60),
  };
}

/** The four parts of a day: night, morning, afternoon, evening, six hours each from midnight. */
export function partOfDay({ hour }: Pick<LocalTime, 'hour'>): 0 | 1 | 2 | 3 {
  if (hour < 6) return 0;
  if (hour < 12) return 1;
  return hour < 18 ? 2 : 3;
}
