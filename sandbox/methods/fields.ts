import type { TlObject } from '#sandbox/tl/tl-object.ts';

/**
 * Reading the fields of a request. The TL reader has already checked them against the schema, so a wrong kind is a
 * mistake of this program, not of the client.
 */
export function intField(object: TlObject, name: string): number {
  const value = object[name];
  if (typeof value !== 'number') throw wrong(object, name, 'int');
  return value;
}

export function longField(object: TlObject, name: string): bigint {
  const value = object[name];
  if (typeof value !== 'bigint') throw wrong(object, name, 'long');
  return value;
}

export function stringField(object: TlObject, name: string): string {
  const value = object[name];
  if (typeof value !== 'string') throw wrong(object, name, 'string');
  return value;
}

export function bytesField(object: TlObject, name: string): Buffer {
  const value = object[name];
  if (!Buffer.isBuffer(value)) throw wrong(object, name, 'bytes');
  return value;
}

export function objectField(object: TlObject, name: string): TlObject {
  const value = object[name];
  if (!isTlObject(value)) throw wrong(object, name, 'object');
  return value;
}

export function objectsField(object: TlObject, name: string): TlObject[] {
  const value = object[name];
  if (!Array.isArray(value) || !value.every(isTlObject)) throw wrong(object, name, 'vector of objects');
  return value;
}

export function intsField(object: TlObject, name: string): number[] {
  const value = object[name];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'number')) {
    throw wrong(object, name, 'vector of ints');
  }
  return value;
}

export function longsField(object: TlObject, name: string): bigint[] {
  const value = object[name];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'bigint')) {
    throw wrong(object, name, 'vector of longs');
  }
  return value;
}

function isTlObject(value: unknown): value is TlObject {
  return typeof value === 'object' && value !== null && '_' in value && typeof value._ === 'string';
}

function wrong(object: TlObject, name: string, kind: string): TypeError {
  return new TypeError(`${object._}.${name} is no ${kind}`);
}
