import { badRequest } from './api-error.ts';

/**
 * The fields of one JSON object inside a parameter, read as Telegram's server reads them: numbers do for texts, null is
 * absent, and what does not fit is refused with its words. Source: `get_json_object_string_field` and its like in TDLib's
 * `JsonBuilder`, as the Bot API server uses them.
 */
export interface JsonFields {
  has(name: string): boolean;
  /** '' when absent. */
  text(name: string): string;
  requiredText(name: string): string;
  requiredNumber(name: string): number;
  /** 0 when absent. */
  integer(name: string): number;
  /** null when absent. */
  object(name: string): JsonFields | null;
  raw: Readonly<Record<string, unknown>>;
}

/** Wraps an object; `what` is what the refusals say cannot be parsed. */
export function readJsonFields(raw: Readonly<Record<string, unknown>>, what: string): JsonFields {
  const refuse = (why: string) => badRequest(`can't parse ${what}: ${why}`);
  const missing = (name: string) => refuse(`Can't find field "${name}"`);
  const fieldOf = (name: string): unknown =>
    Object.hasOwn(raw, name) ? (raw[name] ?? undefined) : undefined;

  function text(name: string): string {
    const value = fieldOf(name);
    if (value === undefined) return '';
    if (typeof value !== 'string' && typeof value !== 'number')
      throw refuse(`Field "${name}" must be of type String`);
    return String(value);
  }

  return {
    raw,
    text,
    has: (name) => fieldOf(name) !== undefined,
    requiredText(name) {
      if (fieldOf(name) === undefined) throw missing(name);
      return text(name);
    },
    requiredNumber(name) {
      const value = fieldOf(name);
      if (value === undefined) throw missing(name);
      const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof read !== 'number' || !Number.isFinite(read))
        throw refuse(`Field "${name}" must be of type Number`);
      return read;
    },
    integer(name) {
      const value = fieldOf(name);
      if (value === undefined) return 0;
      const read = typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value;
      if (!Number.isInteger(read)) throw refuse(`Field "${name}" must be of type Number`);
      return Number(read);
    },
    object(name) {
      const value = fieldOf(name);
      if (value === undefined) return null;
      if (typeof value !== 'object' || Array.isArray(value))
        throw refuse(`Field "${name}" must be of type Object`);
      return readJsonFields({ ...value }, what);
    },
  };
}
