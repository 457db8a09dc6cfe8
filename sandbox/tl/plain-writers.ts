import { FALSE_ID, TRUE_ID } from './read-tl.ts';
import type { TlType } from './schema.ts';
import type { TlBuffer } from './tl-buffer.ts';
import { TlError } from './tl-error.ts';

export type WriteValue = (out: TlBuffer, value: unknown) => void;

/** How each plain kind is checked and written; a value of another kind throws a `TlError`. */
export const plainWriters: Record<Exclude<TlType['kind'], 'boxed' | 'bare' | 'vector'>, WriteValue> = {
  int: (out, value) => out.int(expectNumber(value, true)),
  double: (out, value) => out.double(expectNumber(value, false)),
  long: (out, value) => {
    if (typeof value !== 'bigint') throw new TlError(`expected a bigint, got ${describe(value)}`);
    out.long(value);
  },
  string: (out, value) => {
    if (typeof value !== 'string') throw new TlError(`expected a string, got ${describe(value)}`);
    out.string(value);
  },
  bytes: (out, value) => out.bytes(expectBytes(value, null)),
  int128: (out, value) => out.raw(expectBytes(value, 16)),
  int256: (out, value) => out.raw(expectBytes(value, 32)),
  bool: (out, value) => {
    if (typeof value !== 'boolean') throw new TlError(`expected a boolean, got ${describe(value)}`);
    out.unsigned(value ? TRUE_ID : FALSE_ID);
  },
  // Both live in the flags field of their object, which is computed from all of its fields.
  flags: () => {},
  true: () => {},
};

function expectNumber(value: unknown, isInteger: boolean): number {
  if (typeof value !== 'number' || (isInteger && !Number.isInteger(value))) {
    throw new TlError(`expected ${isInteger ? 'an integer' : 'a number'}, got ${describe(value)}`);
  }
  return value;
}

function expectBytes(value: unknown, length: number | null): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new TlError(`expected bytes, got ${describe(value)}`);
  if (length !== null && value.length !== length) {
    throw new TlError(`expected ${length} bytes, got ${value.length}`);
  }
  return value;
}

/** A word for a value in an error, never the value itself. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
}
