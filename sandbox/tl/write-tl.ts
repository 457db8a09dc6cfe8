import { closestLayer, type Layer, layers } from './layers.ts';
import { describe, plainWriters, type WriteValue } from './plain-writers.ts';
import { VECTOR_ID } from './read-tl.ts';
import type { Combinator, TlType } from './schema.ts';
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
  const out = startWriting();
  writeBoxed(writersOf(layer), out, object);
  return out.copy();
}

/** Writes the answer of a method, whose declared result says what a bare boolean or array is. */
export function writeTlAnswer(layer: number, method: string, answer: unknown): Buffer {
  const writers = writersOf(layer);
  const combinator = writers.layer.byName.get(method) ?? newest().byName.get(method);
  if (!combinator) throw new TlError(`no method of this name`, method);
  const out = startWriting();
  try {
    compileValue(writers, combinator.result)(out, answer);
  } catch (failure) {
    throw withPath(failure, method);
  }
  return out.copy();
}

/** Writing is never interrupted, so that one buffer serves everybody. */
const scratch = new TlBuffer(128 * 1024);

function startWriting(): TlBuffer {
  scratch.clear();
  return scratch;
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

/** What is done for one field of a combinator, in order; a field's slot is its place among the fields. */
type Step =
  /** Computes a flags field of the fields that are present. */
  | { kind: 'flags'; slot: number; bits: readonly { slot: number; mask: number; isTrue: boolean }[] }
  /** `flags` is the slot of the flags field that says whether it is there, -1 where it always is. */
  | { kind: 'value'; slot: number; flags: number; mask: number; write: WriteValue };

/** Only other layers have this field. */
const FOREIGN = -1;

/**
 * Objects are read once, key by key, into an array by slot: the writing then looks at no property by name, which is
 * what a page of messages would otherwise spend most of its time on.
 */
function compileObject(layer: LayerWriters, combinator: Combinator, isBoxed: boolean): WriteObject {
  const { id, name } = combinator;
  const slots = slotsOf(combinator);
  const slotCount = combinator.fields.length;
  const steps = compileSteps(layer, combinator);
  return (out, object) => {
    const values = emptyValues(slotCount);
    for (const key in object) {
      const slot = slots.get(key);
      if (slot === undefined) throw new TlError('no layer has this field', `${name}.${key}`);
      if (slot !== FOREIGN) values[slot] = object[key];
    }
    if (isBoxed) out.unsigned(id);
    let at = 0;
    depth += 1;
    try {
      for (const step of steps) {
        at = step.slot;
        if (step.kind === 'flags') values[at] = writeFlags(out, step.bits, values);
        else if (step.flags < 0 || ((values[step.flags] as number) & step.mask) !== 0) {
          step.write(out, values[at]);
        }
      }
    } catch (failure) {
      throw withPath(failure, `${name}.${combinator.fields[at]?.name}`);
    } finally {
      depth -= 1;
    }
  };
}

/** One array for each level of nesting, used again and again: an answer has thousands of objects. */
const valuesAtDepth: unknown[][] = [];
let depth = 0;

function emptyValues(count: number): unknown[] {
  const values = valuesAtDepth[depth] ?? [];
  valuesAtDepth[depth] = values;
  for (let slot = 0; slot < count; slot += 1) values[slot] = undefined;
  return values;
}

/** The slot of every field an object may have, and `_`. */
function slotsOf({ name, fields }: Combinator): Map<string, number> {
  const slots = new Map([['_', FOREIGN]]);
  const known = layers().flatMap((layer) => layer.byName.get(name)?.fields ?? []);
  for (const field of known) if (field.type.kind !== 'flags') slots.set(field.name, FOREIGN);
  fields.forEach((field, slot) => {
    if (field.type.kind !== 'flags') slots.set(field.name, slot);
  });
  return slots;
}

/** A bit that several fields share is set when any of them is given; then all of them must be. */
function compileSteps(layer: LayerWriters, { fields }: Combinator): Step[] {
  return fields.flatMap(({ name, type, condition }, slot): Step[] => {
    if (type.kind === 'flags') {
      const bits = fields.flatMap((other, place) =>
        other.condition?.flags === name
          ? [{ slot: place, mask: 1 << other.condition.bit, isTrue: other.type.kind === 'true' }]
          : [],
      );
      return [{ kind: 'flags', slot, bits }];
    }
    if (type.kind === 'true') return [];
    const flags = condition === null ? -1 : fields.findIndex((field) => field.name === condition.flags);
    const mask = condition === null ? 0 : 1 << condition.bit;
    return [{ kind: 'value', slot, flags, mask, write: compileValue(layer, type) }];
  });
}

/** `false` is how a caller may spell an unset `flags.N?true`; an absent Bool is undefined, never false. */
function writeFlags(
  out: TlBuffer,
  bits: readonly { slot: number; mask: number; isTrue: boolean }[],
  values: readonly unknown[],
): number {
  let word = 0;
  for (const { slot, mask, isTrue } of bits) {
    const value = values[slot];
    if (isTrue ? value === true : value !== undefined && value !== null) word |= mask;
  }
  out.unsigned(word >>> 0);
  return word;
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
