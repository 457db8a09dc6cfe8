import { corrupt } from './byte-reader.ts';
import { type Chances, createChances, type DecisionReader, type DecisionWriter } from './range-coder.ts';

/** How numbers of one column are spread, learned as they pass; both ends learn the same. */
export interface NumberModel {
  sizes: Chances;
  largeSizes: Chances;
  signs: Chances;
  digits: Chances;
}

/** Contexts 0 to 15: what is known before a number, such as the size of the one beside it. */
const contexts = 16;
/** Sizes (lengths in bits) from here on are told apart by a second look. */
const largeSize = 15;
/** So many digits after the first are learned, the finer ones are as likely as not. */
const learnedDigits = 2;

export function createNumberModel(): NumberModel {
  return {
    sizes: createChances(contexts * 16),
    largeSizes: createChances(64),
    signs: createChances(contexts),
    digits: createChances(64 << learnedDigits),
  };
}

/** How many bits a number takes, its sign apart: 0 for zero, at most 53. */
export function sizeOf(value: number): number {
  const magnitude = Math.abs(value);
  return magnitude < 2 ** 31 ? 32 - Math.clz32(magnitude) : 64 - Math.clz32(Math.floor(magnitude / 2 ** 32));
}

export function writeNumber(
  writer: DecisionWriter,
  model: NumberModel,
  context: number,
  value: number,
): void {
  const size = sizeOf(value);
  // Most differences are zero: one decision says so. It has the place that no tree uses.
  writer.bit(model.sizes, context * 16, size === 0 ? 1 : 0);
  if (size === 0) return;
  writeTree(writer, model.sizes, context * 16, 4, Math.min(size, largeSize));
  if (size >= largeSize) writeTree(writer, model.largeSizes, 0, 6, size);
  writer.bit(model.signs, Math.min(size, contexts - 1), value < 0 ? 1 : 0);
  const magnitude = Math.abs(value);
  let node = 1;
  for (let place = size - 2; place >= 0; place -= 1) {
    const digit = Math.floor(magnitude / 2 ** place) % 2;
    if (node < 1 << learnedDigits) {
      writer.bit(model.digits, (size << learnedDigits) + node, digit);
      node = node * 2 + digit;
    } else writer.even(digit);
  }
}

export function readNumber(reader: DecisionReader, model: NumberModel, context: number): number {
  if (reader.bit(model.sizes, context * 16) === 1) return 0;
  const small = readTree(reader, model.sizes, context * 16, 4);
  const size = small < largeSize ? small : readTree(reader, model.largeSizes, 0, 6);
  if (size === 0 || size > 53) throw corrupt('a number of an impossible size');
  const isNegative = reader.bit(model.signs, Math.min(size, contexts - 1)) === 1;
  let magnitude = 1;
  let node = 1;
  for (let place = size - 2; place >= 0; place -= 1) {
    let digit: number;
    if (node < 1 << learnedDigits) {
      digit = reader.bit(model.digits, (size << learnedDigits) + node);
      node = node * 2 + digit;
    } else digit = reader.even();
    magnitude = magnitude * 2 + digit;
  }
  return isNegative ? -magnitude : magnitude;
}

function writeTree(
  writer: DecisionWriter,
  chances: Chances,
  from: number,
  depth: number,
  value: number,
): void {
  let node = 1;
  for (let place = depth - 1; place >= 0; place -= 1) {
    const bit = (value >> place) & 1;
    writer.bit(chances, from + node, bit);
    node = node * 2 + bit;
  }
}

function readTree(reader: DecisionReader, chances: Chances, from: number, depth: number): number {
  let node = 1;
  for (let place = depth - 1; place >= 0; place -= 1) node = node * 2 + reader.bit(chances, from + node);
  return node - (1 << depth);
}
