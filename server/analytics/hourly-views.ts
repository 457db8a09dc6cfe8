import type { LocalTime } from './local-time.ts';
import type { ViewsCurve } from './views-at.ts';

const hourSeconds = 3_600;
const daySeconds = 86_400;

/**
 * Views gained by posts per UTC hour, keyed by the hour's beginning in seconds since 1970. What came between two readings
 * belongs to the hour of the later one. A post that is first read within a day of its publication began with nothing; of
 * an older one only what follows counts. A count that falls takes away.
 */
export function viewsByHour(curves: readonly ViewsCurve[]): Map<number, number> {
  const hours = new Map<number, number>();
  for (const { publishedAt, samples } of curves) {
    let before: number | null = null;
    for (const { at, views } of samples) {
      if (views === null) continue;
      const began = before ?? (at - publishedAt <= daySeconds ? 0 : views);
      const hour = Math.floor(at / hourSeconds) * hourSeconds;
      hours.set(hour, (hours.get(hour) ?? 0) + views - began);
      before = views;
    }
  }
  return hours;
}

export interface DailyReach {
  /** The viewer's day, `2026-11-20`. */
  day: string;
  /** Views gained; null on the first day after tracking began, of which only a part was seen. */
  views: number | null;
  /** The zone is off the hour: the border of the day is the nearest hour. */
  approximate: boolean;
}

/**
 * Views gained by all posts in each of a viewer's days, ascending, from `trackedAt` to `until` (seconds since 1970): sums
 * of UTC hours, so a day has 23 or 25 of them where the clock is changed. A day without gains has 0.
 */
export function dailyReach(
  hours: ReadonlyMap<number, number>,
  trackedAt: number,
  until: number,
  clock: (instant: number) => LocalTime,
): DailyReach[] {
  const days = new Map<string, DailyReach>();
  const firstDay = clock(trackedAt).day;
  for (let hour = Math.floor(trackedAt / hourSeconds) * hourSeconds; hour < until; hour += hourSeconds) {
    // An hour belongs to the day that holds its middle or the greater part of it.
    const { day, minute } = clock(hour + hourSeconds / 2);
    const isOffHour = minute !== 30;
    const known = days.get(day) ?? { day, views: 0, approximate: false };
    const views = day === firstDay ? null : (known.views ?? 0) + (hours.get(hour) ?? 0);
    days.set(day, { day, views, approximate: known.approximate || isOffHour });
  }
  return [...days.values()];
}
