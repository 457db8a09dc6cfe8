import { createContext, useContext } from 'react';
import type { Language } from '#format/language.ts';
import type { Messages } from '#locales/create-messages.ts';

/** Everything a component needs to speak to this viewer. */
export interface Text {
  messages: Messages;
  language: Language;
  /** IANA name of the viewer's zone. */
  timeZone: string;
  /** The sentence of a key of the locale files. */
  say(key: string, args?: Record<string, string | number>): string;
}

export const TextContext = createContext<Text | null>(null);

/** Creates the text of a language for the zone of this device. */
export function createText(messages: Messages, language: Language): Text {
  return {
    messages,
    language,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    say: (key, args) => messages.text(key, args),
  };
}

/** The viewer's text; components are always inside its provider. */
export function useText(): Text {
  const text = useContext(TextContext);
  if (text === null) throw new Error('a component was drawn outside TextContext');
  return text;
}
