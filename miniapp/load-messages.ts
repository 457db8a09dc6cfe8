import type { Language } from '#format/language.ts';
import { createMessages, type Messages } from '#locales/create-messages.ts';

/** Fetches the sentences of one language: the other is never loaded. */
export async function loadMessages(language: Language): Promise<Messages> {
  const { default: ftl } =
    language === 'ru' ? await import('#locales/ru.ftl?raw') : await import('#locales/en.ftl?raw');
  return createMessages(language, ftl);
}
