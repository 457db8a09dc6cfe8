import { Long, type tl } from '@mtcute/node';
import bigInt from 'big-integer';
import { Api } from 'telegram';

/** What a client read, free of its library: `_` is the TL name, 64-bit numbers are bigints, absent flags are left out. */
export type Plain = { _: string; [field: string]: unknown };

type Constructor = new (fields: object) => object;

/** An object of GramJS's classes from a TL name and fields. */
export function toGramjs(name: string, fields: Record<string, unknown>): object {
  const [space, own] = name.includes('.') ? name.split('.') : ['', name];
  const className = `${own?.charAt(0).toUpperCase()}${own?.slice(1)}`;
  const classes: unknown = space === '' ? Api : Reflect.get(Api, space ?? '');
  const found: unknown = Reflect.get(Object(classes), className);
  if (typeof found !== 'function') throw new Error(`GramJS has no ${name}`);
  return new (found as Constructor)(mapFields(fields, gramjsValue));
}

function gramjsValue(value: unknown): unknown {
  if (typeof value === 'bigint') return bigInt(value.toString());
  if (Array.isArray(value)) return value.map(gramjsValue);
  if (!isPlain(value)) return value;
  const { _: name, ...fields } = value;
  return toGramjs(name, fields);
}

/** A request of mtcute from a TL name and fields. */
export function toMtcute(name: string, fields: Record<string, unknown>): tl.RpcMethod {
  return { _: name, ...mapFields(fields, mtcuteValue) } as tl.RpcMethod;
}

function mtcuteValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Long.fromString(value.toString());
  if (Array.isArray(value)) return value.map(mtcuteValue);
  return isPlain(value) ? mapFields(value, mtcuteValue) : value;
}

export function plainOfGramjs(value: unknown): Plain {
  return plainOf(value, (object) => {
    const { className } = object as { className?: unknown };
    return typeof className === 'string' ? className : null;
  });
}

export function plainOfMtcute(value: unknown): Plain {
  return plainOf(value, (object) => {
    const { _: name } = object as { _?: unknown };
    return typeof name === 'string' ? name : null;
  });
}

function plainOf(value: unknown, nameOf: (object: object) => string | null): Plain {
  const plain = plainValue(value, nameOf);
  if (isPlain(plain)) return plain;
  return { _: Array.isArray(plain) ? 'vector' : 'value', value: plain };
}

/** Own bookkeeping of GramJS's classes, which leads back to the client itself. */
const bookkeeping = /^(_.*|CONSTRUCTOR_ID|SUBCLASS_OF_ID|className|classType|originalArgs)$/;

function plainValue(value: unknown, nameOf: (object: object) => string | null): unknown {
  if (bigInt.isInstance(value) || Long.isLong(value)) return BigInt(value.toString());
  if (value instanceof Uint8Array) return Buffer.from(value);
  if (Array.isArray(value)) return value.map((part) => plainValue(part, nameOf));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([name, field]) => {
    return !bookkeeping.test(name) && field !== undefined && field !== null && field !== false;
  });
  return {
    _: spell(nameOf(value) ?? ''),
    ...Object.fromEntries(fields.map(([name, field]) => [name, plainValue(field, nameOf)])),
  };
}

/** `auth.SentCode` of GramJS is `auth.sentCode` in the schema. */
function spell(className: string): string {
  return className.replace(/(^|\.)([A-Z])/, (_, dot, letter) => `${dot}${letter.toLowerCase()}`);
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && '_' in value && typeof value._ === 'string';
}

function mapFields(fields: object, map: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, map(value)]));
}
