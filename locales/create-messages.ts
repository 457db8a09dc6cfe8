/**
 * What the bot and the Mini App say: one Fluent file for each language, and the reader of such a file. Keys begin with
 * the place they belong to (`bot-…`, `app-…`, `problem-…`, `formula-…`, `reason-…`). Numbers arrive as text that
 * `format/` wrote; only plural rules see the bare number.
 */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

/** The sentences of one language. */
export interface Messages {
  readonly language: string;
  /** The text of `key`; throws {@link MessageError} when there is none or an argument is missing. */
  text(key: string, args?: Record<string, string | number>): string;
  has(key: string): boolean;
}

/** A sentence is missing, or was asked for without one of its arguments. The programmer's fault. */
export class MessageError extends Error {
  readonly code = 'message';
  readonly key: string;

  constructor(key: string, problem: string) {
    super(`message ${key}: ${problem}`);
    this.name = 'MessageError';
    this.key = key;
  }
}

/**
 * Reads the text of one `.ftl` file (UTF-8). Isolation marks around arguments are off: they would be copied along with
 * every name and number.
 */
export function createMessages(language: string, ftl: string): Messages {
  const bundle = new FluentBundle(language, { useIsolating: false });
  const problems = bundle.addResource(new FluentResource(ftl));
  const [problem] = problems;
  if (problem !== undefined) throw new MessageError(language, problem.message);
  return {
    language,
    has: (key) => bundle.hasMessage(key),
    text(key, args = {}) {
      const pattern = bundle.getMessage(key)?.value;
      if (pattern === null || pattern === undefined) throw new MessageError(key, 'there is no such message');
      const errors: Error[] = [];
      const text = bundle.formatPattern(pattern, args satisfies Record<string, FluentVariable>, errors);
      const [error] = errors;
      if (error !== undefined) throw new MessageError(key, error.message);
      return text;
    },
  };
}
