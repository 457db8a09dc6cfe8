/**
 * Numbers, rates, changes, ages and dates for people: the only place in the project that rounds. Everything here is
 * pure and knows two languages; the bot, the Mini App and the pictures all write their figures through it.
 */

/** The languages people are spoken to in. */
export type Language = 'en' | 'ru';

/** The language for Telegram's IETF `language_code` (`ru`, `ru-RU`, `de` …); English for whatever we do not speak. */
export function toLanguage(languageCode: string | null | undefined): Language {
  return /^ru\b/i.test(languageCode ?? '') ? 'ru' : 'en';
}
