import type { Language } from './language.ts';

const conjunction = { en: 'and', ru: 'и' } as const satisfies Record<Language, string>;

/** Words as people list them: `reactions, forwards and comments`, `реакции, пересылки и комментарии`. */
export function formatList(words: readonly string[], language: Language): string {
  const last = words.at(-1);
  if (last === undefined) return '';
  if (words.length === 1) return last;
  return `${words.slice(0, -1).join(', ')} ${conjunction[language]} ${last}`;
}
