import { readFileSync } from 'node:fs';
import { FluentResource } from '@fluent/bundle';
import { describe, expect, it } from 'vitest';
import { createMessages, MessageError } from './create-messages.ts';

const languages = ['en', 'ru'] as const;
const read = (language: string): string =>
  readFileSync(new URL(`./${language}.ftl`, import.meta.url), 'utf8');

/** Names of the variables anywhere inside a parsed pattern. */
function variablesOf(pattern: unknown, found = new Set<string>()): Set<string> {
  if (typeof pattern !== 'object' || pattern === null) return found;
  if ('type' in pattern && pattern.type === 'var' && 'name' in pattern) found.add(String(pattern.name));
  for (const part of Object.values(pattern)) variablesOf(part, found);
  return found;
}

function keysOf(language: string): Map<string, string[]> {
  return new Map(
    new FluentResource(read(language)).body.map((entry) => [entry.id, [...variablesOf(entry.value)].sort()]),
  );
}

/** Keys as they stand in the file: what the parser could not read is missing from its result, but not from here. */
function writtenKeys(language: string): string[] {
  return [...read(language).matchAll(/^([a-z][\w-]*) *=/gm)].map((match) => match[1] ?? '');
}

describe('the locale files', () => {
  it('have the same keys with the same arguments', () => {
    expect(Object.fromEntries(keysOf('ru'))).toEqual(Object.fromEntries(keysOf('en')));
  });

  it.each(languages)('are read whole and name no key twice (%s)', (language) => {
    const written = writtenKeys(language);
    expect(written).toEqual([...new Set(written)]);
    expect([...keysOf(language).keys()].sort()).toEqual([...written].sort());
  });

  it.each(languages)('give a text for every key and every plural form (%s)', (language) => {
    const messages = createMessages(language, read(language));
    for (const [key, variables] of keysOf(language)) {
      for (const count of [0, 1, 2, 5, 11, 21, 1.5]) {
        const args = Object.fromEntries(
          variables.map((name) => [name, name.endsWith('Count') ? count : `<${name}>`]),
        );
        expect(messages.text(key, args), key).not.toMatch(/\{|\}|\?\?\?/);
      }
    }
  });

  it('choose the forms of Russian plurals by the number', () => {
    const messages = createMessages('ru', read('ru'));
    const posts = (n: number): string =>
      messages.text('bot-card-posts-window', { posts: String(n), postsCount: n }).split(',')[0] ?? '';
    expect([1, 2, 5, 11, 21, 41, 112].map(posts)).toEqual([
      '1 пост за 30 дней',
      '2 поста за 30 дней',
      '5 постов за 30 дней',
      '11 постов за 30 дней',
      '21 пост за 30 дней',
      '41 пост за 30 дней',
      '112 постов за 30 дней',
    ]);
  });
});

describe('messages', () => {
  const messages = createMessages('en', 'hello = Hello, { $name }\n');

  it('put arguments in without invisible marks', () => {
    expect(messages.text('hello', { name: 'Ann' })).toBe('Hello, Ann');
  });

  it('refuse a key that is not there and an argument that was forgotten', () => {
    expect(() => messages.text('goodbye')).toThrow(MessageError);
    expect(() => messages.text('hello')).toThrow('message hello: Unknown variable: $name');
  });
});
