import { layers } from './layers.ts';
import type { Combinator, TlField, TlType } from './schema.ts';
import { TlCursor } from './tl-cursor.ts';
import { TlError } from './tl-error.ts';
import type { TlObject } from './tl-object.ts';

export const VECTOR_ID = 0x1cb5c415;
export const TRUE_ID = 0x997275b5;
export const FALSE_ID = 0xbc799737;

type ReadValue = (cursor: TlCursor) => unknown;
type ReadObject = (cursor: TlCursor) => TlObject;
type MutableTlObject = { _: string; [field: string]: unknown };

/** Where flags fields are kept while one object is read. */
type ReadField = (cursor: TlCursor, target: MutableTlObject, flags: number[]) => void;

const compiled = new Map<number, ReadObject>();
let unionById: Map<number, Combinator> | null = null;
let unionByName: Map<string, Combinator> | null = null;

/** Reads one boxed object and expects nothing behind it. Throws `TlError`. */
export function readTl(buffer: Buffer): TlObject {
  const cursor = new TlCursor(buffer);
  const object = readBoxed(cursor);
  if (cursor.remaining !== 0) throw new TlError(`${cursor.remaining} bytes too many`, object._);
  return object;
}

/** Reads one boxed object and leaves the cursor behind it. Throws `TlError`. */
export function readBoxed(cursor: TlCursor): TlObject {
  const id = cursor.unsigned();
  const read = compiled.get(id) ?? compileById(id);
  cursor.enter();
  const object = read(cursor);
  cursor.leave();
  return object;
}

/** What `readTl` knows under a constructor id: the newest layer that has it. */
export function combinatorById(id: number): Combinator | null {
  unionById ??= union((combinator) => combinator.id);
  return unionById.get(id) ?? null;
}

function union<Key>(keyOf: (combinator: Combinator) => Key): Map<Key, Combinator> {
  const known = new Map<Key, Combinator>();
  for (const layer of [...layers()].reverse()) {
    for (const combinator of layer.combinators) known.set(keyOf(combinator), combinator);
  }
  return known;
}

function compileById(id: number): ReadObject {
  const combinator = combinatorById(id);
  if (!combinator) throw new TlError(`unknown constructor 0x${id.toString(16).padStart(8, '0')}`);
  const read = compileObject(combinator);
  compiled.set(id, read);
  return read;
}

function compileObject(combinator: Combinator): ReadObject {
  const { name } = combinator;
  const flagNames = combinator.fields.filter((field) => field.type.kind === 'flags').map(({ name }) => name);
  const fields = combinator.fields.map((field) => compileField(field, flagNames));
  const flagCount = flagNames.length;
  return (cursor) => {
    const target: MutableTlObject = { _: name };
    const flags: number[] = flagCount === 0 ? noFlags : new Array(flagCount).fill(0);
    for (const read of fields) read(cursor, target, flags);
    return target;
  };
}

const noFlags: number[] = [];

function compileField(field: TlField, flagNames: string[]): ReadField {
  const { name, type, condition } = field;
  if (type.kind === 'flags') {
    const place = flagNames.indexOf(name);
    return (cursor, _target, flags) => {
      flags[place] = cursor.unsigned();
    };
  }
  const read = compileValue(type);
  if (!condition) {
    return (cursor, target) => {
      target[name] = read(cursor);
    };
  }
  const place = flagNames.indexOf(condition.flags);
  const mask = 1 << condition.bit;
  return (cursor, target, flags) => {
    if (((flags[place] ?? 0) & mask) !== 0) target[name] = read(cursor);
  };
}

function compileValue(type: TlType): ReadValue {
  switch (type.kind) {
    case 'int':
      return (cursor) => cursor.int();
    case 'flags':
      return (cursor) => cursor.unsigned();
    case 'long':
      return (cursor) => cursor.long();
    case 'double':
      return (cursor) => cursor.double();
    case 'string':
      return (cursor) => cursor.bytes().toString('utf8');
    case 'bytes':
      return (cursor) => cursor.bytes();
    case 'int128':
      return (cursor) => cursor.raw(16);
    case 'int256':
      return (cursor) => cursor.raw(32);
    case 'true':
      return () => true;
    case 'bool':
      return readBool;
    case 'boxed':
      return readBoxed;
    case 'bare':
      return compileBare(type.name);
    case 'vector':
      return compileVector(compileValue(type.item), type.isBare);
  }
}

function readBool(cursor: TlCursor): boolean {
  const id = cursor.unsigned();
  if (id === TRUE_ID) return true;
  if (id === FALSE_ID) return false;
  throw new TlError('neither boolTrue nor boolFalse');
}

function compileBare(name: string): ReadValue {
  unionByName ??= union((combinator) => combinator.name);
  const combinator = unionByName.get(name);
  if (!combinator) throw new TlError(`unknown bare type ${name}`);
  return compileObject(combinator);
}

function compileVector(readItem: ReadValue, isBare: boolean): ReadValue {
  return (cursor) => {
    if (!isBare && cursor.unsigned() !== VECTOR_ID) throw new TlError('not a vector');
    const count = cursor.count();
    const items = new Array<unknown>(count);
    for (let index = 0; index < count; index += 1) items[index] = readItem(cursor);
    return items;
  };
}
