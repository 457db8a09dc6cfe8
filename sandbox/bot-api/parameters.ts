import { badRequest } from './api-error.ts';
import { isTooDeep } from './json-depth.ts';

/** A file that came with a multipart request. */
export interface UploadedFile {
  name: string;
  mimeType: string;
  content: Buffer;
}

/**
 * The parameters of one call. As on Telegram's server everything is text, whatever it came as: JSON numbers and objects
 * are read back from their text, so a form and a JSON body mean the same.
 */
export interface Parameters {
  has(name: string): boolean;
  /** '' when absent. */
  text(name: string): string;
  /** `fallback` when absent or not a number. */
  integer(name: string, fallback: number): number;
  flag(name: string): boolean;
  /** Parsed JSON; undefined when absent; refuses with `can't parse <what> JSON object` when malformed or too deep. */
  json(name: string, what: string): unknown;
  file(name: string): UploadedFile | null;
  /** Everything as text, for the call log; files by their names. */
  all(): Record<string, string>;
}

/** Wraps decoded values; `values` that are not text are written as JSON. */
export function createParameters(
  values: Record<string, unknown>,
  files: ReadonlyMap<string, UploadedFile> = new Map(),
): Parameters {
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined) continue;
    texts.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  const text = (name: string): string => texts.get(name) ?? '';
  return {
    has: (name) => texts.has(name) || files.has(name),
    text,
    integer(name, fallback) {
      const value = text(name).trim();
      return /^-?\d+$/.test(value) ? Number(value) : fallback;
    },
    flag: (name) => ['true', 'yes', '1'].includes(text(name).trim().toLowerCase()),
    json(name, what) {
      const value = text(name);
      if (value === '') return undefined;
      const refusal = badRequest(`can't parse ${what} JSON object`);
      if (isTooDeep(value)) throw refusal;
      try {
        return JSON.parse(value);
      } catch {
        throw refusal;
      }
    },
    file: (name) => files.get(name) ?? null,
    all: () => ({
      ...Object.fromEntries(texts),
      ...Object.fromEntries([...files].map(([name, file]) => [name, `file ${file.name}`])),
    }),
  };
}
