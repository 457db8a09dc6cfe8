import { closestLayer, layers } from '#sandbox/tl/layers.ts';
import { isTlObject } from './spelling.ts';

/** An expectation that is not one value: what it wants, and whether it got it. */
export class Expectation {
  readonly wants: string;
  readonly differences: (actual: unknown, layer: number, path: string) => string[];

  constructor(wants: string, differences: (actual: unknown, layer: number, path: string) => string[]) {
    this.wants = wants;
    this.differences = differences;
  }
}

/** Anything for which `isRight` holds; for values that no truth fixes, such as random bytes. */
export function satisfying(wants: string, isRight: (actual: unknown) => boolean): Expectation {
  return new Expectation(wants, (actual, _, path) =>
    isRight(actual) ? [] : [`${path}: expected ${wants}, got ${show(actual)}`],
  );
}

/** An object of this constructor of which only these fields are compared: the rest is made up by the server. */
export function including(name: string, fields: Readonly<Record<string, unknown>> = {}): Expectation {
  return new Expectation(`some ${name}`, (actual, layer, path) => {
    if (!isTlObject(actual) || actual._ !== name) return [`${path}: expected ${name}, got ${show(actual)}`];
    return Object.entries(fields).flatMap(([field, value]) =>
      findDifferences(value, actual[field], layer, `${path}.${field}`),
    );
  });
}

/**
 * Every place where `actual` is not as `expected`, as `path: what`. Absent, null and an unset flag are the same; fields
 * that the layer does not have are not expected of it. Everything else counts, above all what nobody expected.
 */
export function findDifferences(
  expected: unknown,
  actual: unknown,
  layer: number,
  path = 'answer',
): string[] {
  if (expected instanceof Expectation) return expected.differences(actual, layer, path);
  if (Array.isArray(expected)) return compareArrays(expected, actual, layer, path);
  if (isTlObject(expected)) return compareObjects(expected, actual, layer, path);
  if (isPlainObject(expected)) return compareFields(expected, actual, layer, path);
  const isEqual = Buffer.isBuffer(expected)
    ? Buffer.isBuffer(actual) && expected.equals(actual)
    : (expected ?? undefined) === (actual ?? undefined);
  return isEqual ? [] : [`${path}: expected ${show(expected)}, got ${show(actual)}`];
}

function compareArrays(expected: readonly unknown[], actual: unknown, layer: number, path: string): string[] {
  if (!Array.isArray(actual)) return [`${path}: expected an array, got ${show(actual)}`];
  if (actual.length !== expected.length) {
    return [`${path}: expected ${expected.length} entries, got ${actual.length}`];
  }
  return expected.flatMap((value, index) =>
    findDifferences(value, actual[index], layer, `${path}[${index}]`),
  );
}

function compareObjects(
  expected: { _: string; [field: string]: unknown },
  actual: unknown,
  layer: number,
  path: string,
): string[] {
  if (!isTlObject(actual) || actual._ !== expected._) {
    return [`${path}: expected ${expected._}, got ${show(actual)}`];
  }
  const combinator = closestLayer(layer).byName.get(expected._);
  if (combinator === undefined) return [`${path}: layer ${layer} has no ${expected._}`];
  const misspelt = Object.keys(expected).filter((field) => !isField(expected._, field));
  if (misspelt.length > 0) return [`${path}: no layer has ${expected._}.${misspelt.join()}`];
  return combinator.fields
    .filter(({ type }) => type.kind !== 'flags')
    .flatMap(({ name, type }) => {
      const wanted = expected[name];
      const isUnset = type.kind === 'true' && wanted === false;
      return findDifferences(isUnset ? undefined : wanted, actual[name], layer, `${path}.${name}`);
    });
}

/** Objects of JSON: every field of either side counts. */
function compareFields(expected: Fields, actual: unknown, layer: number, path: string): string[] {
  if (!isPlainObject(actual)) return [`${path}: expected an object, got ${show(actual)}`];
  return [...new Set([...Object.keys(expected), ...Object.keys(actual)])].flatMap((name) =>
    findDifferences(expected[name], actual[name], layer, `${path}.${name}`),
  );
}

type Fields = Readonly<Record<string, unknown>>;

function isPlainObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}

function isField(name: string, field: string): boolean {
  const isKnown = layers().some((one) => one.byName.get(name)?.fields.some((known) => known.name === field));
  return isKnown || field === '_';
}

function show(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
  return text === undefined ? 'nothing' : text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
