import { readFileSync } from 'node:fs';
import type { Language } from '#format/language.ts';
import { createMessages, type Messages } from '#locales/create-messages.ts';

/** What the bot says, in every language it speaks; reads the locale files. */
export function readMessages(): Record<Language, Messages> {
  return { en: readLanguage('en'), ru: readLanguage('ru') };
}

function readLanguage(language: Language): Messages {
  const file = new URL(`../locales/${language}.ftl`, import.meta.url);
  return createMessages(language, readFileSync(file, 'utf8'));
}
