import type { Language } from './language.ts';
import { noBreakSpace } from './number.ts';

/** Own tables: what a runtime's locale data writes for a month differs between Node and browsers. */
const months = {
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  ru: [
    'января',
    'февраля',
    'марта',
    'апреля',
    'мая',
    'июня',
    'июля',
    'августа',
    'сентября',
    'октября',
    'ноября',
    'декабря',
  ],
} as const satisfies Record<Language, readonly string[]>;

/**
 * A day in a time zone (IANA name): `21 Oct`, `21 октября`; with the year (`21 Oct 2025`) when it is not the year of
 * `now`. Without `now` the year is always written.
 */
export function formatDate(at: Date, language: Language, timeZone: string, now?: Date): string {
  const { year, month, day } = partsIn(at, timeZone);
  const text = `${day}${noBreakSpace}${months[language][month - 1] ?? ''}`;
  const isThisYear = now !== undefined && partsIn(now, timeZone).year === year;
  return isThisYear ? text : `${text}${noBreakSpace}${year}`;
}

/** Hours and minutes in a time zone, `14:32`; both languages use 24 hours, as Telegram does. */
export function formatTime(at: Date, timeZone: string): string {
  const { hour, minute } = partsIn(at, timeZone);
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

interface DateParts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

const calendars = new Map<string, Intl.DateTimeFormat>();

function partsIn(at: Date, timeZone: string): DateParts {
  let calendar = calendars.get(timeZone);
  if (calendar === undefined) {
    calendar = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    calendars.set(timeZone, calendar);
  }
  const found = new Map(calendar.formatToParts(at).map((part) => [part.type, Number(part.value)]));
  return {
    year: found.get('year') ?? 0,
    month: found.get('month') ?? 0,
    day: found.get('day') ?? 0,
    hour: found.get('hour') ?? 0,
    minute: found.get('minute') ?? 0,
  };
}
