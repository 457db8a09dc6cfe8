import { closestLayer, type Layer, layers } from './layers.ts';
import { describe, plainWriters, type WriteValue } from './plain-writers.ts';
import { VECTOR_ID } from './read-tl.ts';
import type { Combinator, TlField, TlType } from './schema.ts';
import { TlBuffer } from './tl-buffer.ts';
import { TlError } from './tl-error.ts';
import type { TlObject } from './tl-object.ts';

type WriteObject = (out: TlBuffer, object: TlObject) => void;

/** Compiled writers of one layer, filled as constructors are met. */
interface LayerWriters {
  layer: Layer;
  writers: Map<string, WriteObject>;
}

const byLayer = new Map<number, LayerWriters>();

/**
 * Writes one boxed object as `layer` spells it. Fields only other layers have are dropped; a field no layer has, a
 * missing one and a value of the wrong kind throw a `TlError` that names the path.
 */
export function writeTl(layer: number, object: TlObject): Buffer {
  const out = new TlBuffer();
  writeBoxed(writersOf(layer), out, object);
  return out.finish();
}

/** Writes the answer of a method, whose declared result says what a bare boolean or array is. */
export function writeTlAnswer(layer: number, method: string, answer: unknown): Buffer {
  const writers = writersOf(layer);
  const combinator = writers.layer.byName.get(method) ?? newest().byName.get(method);
  if (!combinator) throw new TlError(`no method of this name`, method);
  const out = new TlBuffer();
  try {
    compileValue(writers, combinator.result)(out, answer);
  } catch (failure) {
    throw withPath(failure, method);
  }
  return out.finish();
}

function newest(): Layer {
  return closestLayer(Number.MAX_SAFE_INTEGER);
}

function writersOf(number: number): LayerWriters {
  const layer = closestLayer(number);
  let writers = byLayer.get(layer.number);
  if (!writers) {
    writers = { layer, writers: new Map() };
    byLayer.set(layer.number, writers);
  }
  return writers;
}

function writeBoxed(layer: LayerWriters, out: TlBuffer, value: unknown): void {
  const name = nameOf(value);
  if (name === null) throw new TlError(`expected an object, got ${describe(value)}`);
  let write = layer.writers.get(name);
  if (!write) {
    const combinator = layer.layer.byName.get(name);
    if (!combinator) throw new TlError(`layer ${layer.layer.number} has no such constructor`, name);
    write = compileObject(layer, combinator, true);
    layer.writers.set(name, write);
  }
  write(out, value as TlObject);
}

function nameOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const name = (value as { _?: unknown })._;
  return typeof name === 'string' ? name : null;
}

function compileObject(layer: LayerWriters, combinator: Combinator, isBoxed: boolean): WriteObject {
  const { id, name } = combinator;
  const known = knownFields(name);
  const fields = combinator.fields.map((field) => ({
    name: field.name,
    write: compileField(layer, combinator, field),
  }));
  return (out, object) => {
    for (const key in object) {
      if (!known.has(key)) throw new TlError('no layer has this field', `${name}.${key}`);
    }
    if (isBoxed) out.unsigned(id);
    for (const field of fields) {
      try {
        field.write(out, object);
      } catch (failure) {
        throw withPath(failure, `${name}.${field.name}`);
      }
    }
  };
}

function knownFields(name: string): Set<string> {
  const fields = layers().flatMap((layer) => layer.byName.get(name)?.fields ?? []);
  return new Set(['_', ...fields.filter(({ type }) => type.kind !== 'flags').map((field) => field.name)]);
}

function compileField(layer: LayerWriters, owner: Combinator, field: TlField): WriteObject {
  const { name, type, condition } = field;
  if (type.kind === 'flags') return compileFlags(owner, name);
  if (type.kind === 'true') return () => {};
  const write = compileValue(layer, type);
  if (!condition) return (out, object) => write(out, object[name]);
  const partners = owner.fields.filter(
    (other) => other.condition?.flags === condition.flags && other.condition.bit === condition.bit,
  );
  if (partners.length === 1) {
    return (out, object) => {
      const value = object[name];
      if (value !== undefined && value !== null) write(out, value);
    };
  }
  // A bit that several fields share is set when any of them is given; then all of them must be.
  return (out, object) => {
    const isSet = partners.some(({ name, type }) => isPresent(object[name], type.kind === 'true'));
    if (isSet) write(out, object[name]);
  };
}

/** `false` is how a caller may spell an unset `flags.N?true`; an absent Bool is undefined, never false. */
function isPresent(value: unknown, isTrue = false): boolean {
  return isTrue ? value === true : value !== undefined && value !== null;
}

function compileFlags(owner: Combinator, flags: string): WriteObject {
  const bits = owner.fields
    .filter((field) => field.condition?.flags === flags)
    .map(({ name, type, condition }) => ({
      name,
      mask: 1 << (condition?.bit ?? 0),
      isTrue: type.kind === 'true',
    }));
  return (out, object) => {
    let value = 0;
    for (const { name, mask, isTrue } of bits) if (isPresent(object[name], isTrue)) value |= mask;
    out.unsigned(value >>> 0);
  };
}

function compileValue(layer: LayerWriters, type: TlType): WriteValue {
  switch (type.kind) {
    case 'boxed':
      return (out, value) => writeBoxed(layer, out, value);
    case 'bare':
      return compileBare(layer, type.name);
    case 'vector':
      return compileVector(compileValue(layer, type.item), type.isBare);
    default:
      return plainWriters[type.kind];
  }
}

function compileBare(layer: LayerWriters, name: string): WriteValue {
  const combinator = layer.layer.byName.get(name);
  if (!combinator) throw new TlError('no such constructor', name);
  const write = compileObject(layer, combinator, false);
  return (out, value) => write(out, value as TlObject);
}

function compileVector(writeItem: WriteValue, isBare: boolean): WriteValue {
  return (out, value) => {
    if (!Array.isArray(value)) throw new TlError(`expected an array, got ${describe(value)}`);
    if (!isBare) out.unsigned(VECTOR_ID);
    out.int(value.length);
    for (const item of value) writeItem(out, item);
  };
}

function withPath(failure: unknown, path: string): TlError {
  if (!(failure instanceof TlError)) {
    return new TlError(failure instanceof Error ? failure.message : String(failure), path);
  }
  return new TlError(failure.reason, failure.path === '' ? path : `${path} > ${failure.path}`);
}
