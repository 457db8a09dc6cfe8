import { formatDate } from './date.ts';
import type { Language } from './language.ts';
import { noBreakSpace } from './number.ts';

const words = {
  en: { now: 'just now', minutes: 'min ago', hours: 'h ago' },
  ru: { now: 'только что', minutes: 'мин назад', hours: 'ч назад' },
} as const satisfies Record<Language, object>;

/**
 * How long ago something was: `just now` below a minute (and for the small future that two clocks make), `5 min ago`,
 * `3 h ago` up to a day, then the date in the zone. Ages are cut, never rounded up: 59:59 is still 59 minutes.
 */
export function formatAge(at: Date, now: Date, language: Language, timeZone: string): string {
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (minutes < 1) return words[language].now;
  if (minutes < 60) return `${minutes}${noBreakSpace}${words[language].minutes}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}${noBreakSpace}${words[language].hours}`;
  return formatDate(at, language, timeZone, now);
}
