import type { Language } from '#format/language.ts';
import { createMessages } from '#locales/create-messages.ts';
import english from '#locales/en.ftl?raw';
import russian from '#locales/ru.ftl?raw';
import type { Text } from './text.ts';

/** The real sentences of a language, for a viewer in UTC. */
export function aText(language: Language): Text {
  const messages = createMessages(language, language === 'ru' ? russian : english);
  return { messages, language, timeZone: 'UTC', say: (key, args) => messages.text(key, args) };
}
