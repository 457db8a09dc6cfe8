import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRAMJS_LAYER, type Layer, layers } from './layers.ts';
import { combinatorById, readTl } from './read-tl.ts';
import type { Combinator, TlType } from './schema.ts';
import { TlError } from './tl-error.ts';
import type { TlObject } from './tl-object.ts';
import { writeTl } from './write-tl.ts';

const wellFormed = fc.string({ unit: 'grapheme', maxLength: 12 });
const bytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array));

/** A random value of a type; beyond two levels the constructors with the fewest fields are taken. */
function aValue(layer: Layer, type: TlType, depth: number): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'int':
      return fc.integer();
    case 'long':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case 'double':
      return fc.double({ noNaN: true });
    case 'string':
      return wellFormed;
    case 'bytes':
      return bytes(0, 300);
    case 'int128':
      return bytes(16, 16);
    case 'int256':
      return bytes(32, 32);
    case 'bool':
      return fc.boolean();
    case 'true':
    case 'flags':
      return fc.constant(true);
    case 'vector':
      return depth > 1 ? fc.constant([]) : fc.array(aValue(layer, type.item, depth + 1), { maxLength: 2 });
    case 'bare':
      return anObject(layer, constructorOf(layer, type.name), depth + 1);
    case 'boxed':
      return aBoxed(layer, type.name, depth + 1);
  }
}

function constructorOf(layer: Layer, name: string): Combinator {
  const combinator = layer.byName.get(name);
  if (!combinator) throw new Error(`no ${name}`);
  return combinator;
}

function aBoxed(layer: Layer, type: string, depth: number): fc.Arbitrary<TlObject> {
  if (type === 'X') return fc.constant({ _: 'help.getConfig' });
  const candidates = [...(layer.byType.get(type) ?? [])].sort((a, b) => weight(a) - weight(b));
  const taken = depth > 1 ? candidates.slice(0, 1) : candidates.slice(0, 3);
  return fc.oneof(...taken.map((one) => anObject(layer, one, depth)));
}

/** Required nested objects make a constructor heavy, so that recursion ends. */
function weight(combinator: Combinator): number {
  const nested = combinator.fields.filter(({ type, condition }) => type.kind === 'boxed' && !condition);
  return nested.length * 100 + combinator.fields.length;
}

/** Fields that share a flag bit come and go together. */
function anObject(layer: Layer, combinator: Combinator, depth: number): fc.Arbitrary<TlObject> {
  const fields = combinator.fields.filter(({ type }) => type.kind !== 'flags');
  const bits = [...new Set(fields.flatMap(({ condition }) => (condition ? [bitName(condition)] : [])))];
  const values = fc.record(
    Object.fromEntries(
      fields.map((field) => [field.name, lazily(layer, field.type, depth, !!field.condition)]),
    ),
  );
  const isOptionalAllowed = depth < 2;
  return fc.tuple(values, fc.subarray(isOptionalAllowed ? bits : [])).map(([all, present]) => {
    const kept = fields.filter(({ condition }) => !condition || present.includes(bitName(condition)));
    return { _: combinator.name, ...Object.fromEntries(kept.map(({ name }) => [name, all[name]])) };
  });
}

function lazily(layer: Layer, type: TlType, depth: number, isOptional: boolean): fc.Arbitrary<unknown> {
  return isOptional && depth >= 2 ? fc.constant(null) : aValue(layer, type, depth);
}

const bitName = (condition: { flags: string; bit: number }) => `${condition.flags}.${condition.bit}`;

describe.each(layers().map((layer) => [layer.number, layer] as const))('layer %i', (number, layer) => {
  it('gives back every constructor and method exactly as it was written', () => {
    for (const combinator of layer.combinators) {
      fc.assert(
        fc.property(anObject(layer, combinator, 0), (object) => {
          expect(readTl(writeTl(number, object))).toEqual(object);
        }),
        { numRuns: 3 },
      );
    }
  }, 120_000);

  it('shares each constructor id with nothing of another name', () => {
    for (const combinator of layer.combinators) {
      expect(combinatorById(combinator.id)?.name).toBe(combinator.name);
    }
  });
});

describe('bytes that are no TL', () => {
  it('are refused with a TlError and nothing else, whatever they are', () => {
    const ids = layers().flatMap((layer) => layer.combinators.map(({ id }) => id));
    const start = fc.constantFrom(...ids).map((id) => {
      const head = Buffer.alloc(4);
      head.writeUInt32LE(id);
      return head;
    });
    fc.assert(
      fc.property(start, bytes(0, 200), (head, tail) => {
        try {
          readTl(Buffer.concat([head, tail]));
        } catch (failure) {
          expect(failure).toBeInstanceOf(TlError);
        }
      }),
      { numRuns: 20_000 },
    );
  });

  it('cannot overflow the stack by nesting', () => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(constructorOf(layers()[0] as Layer, 'invokeWithLayer').id);
    expect(() => readTl(Buffer.concat(new Array(50_000).fill(head)))).toThrow('nested too deeply');
  });
});

it('knows the layer GramJS really speaks', () => {
  const require = createRequire(import.meta.url);
  expect(require('telegram/tl/AllTLObjects.js').LAYER).toBe(GRAMJS_LAYER);
});
