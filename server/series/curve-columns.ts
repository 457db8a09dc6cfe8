import { corrupt } from './byte-reader.ts';
import { createNumberModel, readNumber, sizeOf, writeNumber } from './number-codec.ts';
import { createChances, type DecisionReader, type DecisionWriter } from './range-coder.ts';

/** Sizes of numbers are told apart up to here when they say what to expect. */
const largestContext = 15;
const minute = 60;

/** A counter as it was read, and the sizes of its differences. */
interface ReadCounter {
  column: (number | null)[];
  sizes: Uint8Array;
}

/** Instants as distances: whole minutes, expected to be those of the last distance, and the seconds beside them. */
export function writeInstants(writer: DecisionWriter, instants: readonly number[]): void {
  const minutes = createNumberModel();
  const seconds = createNumberModel();
  let previous = 0;
  let expected = 0;
  for (const at of instants) {
    const distance = at - previous;
    const whole = Math.round(distance / minute);
    const change = whole - expected;
    writeNumber(writer, minutes, 0, change);
    writeNumber(writer, seconds, contextOf(change), distance - whole * minute);
    expected = whole;
    previous = at;
  }
}

/** Throws `SeriesError` for instants that no writer can have written. */
export function readInstants(reader: DecisionReader, count: number): number[] {
  const minutes = createNumberModel();
  const seconds = createNumberModel();
  const instants: number[] = [];
  let previous = 0;
  let expected = 0;
  for (let index = 0; index < count; index += 1) {
    const change = readNumber(reader, minutes, 0);
    expected += change;
    previous += expected * minute + readNumber(reader, seconds, contextOf(change));
    if (!Number.isSafeInteger(previous) || previous < 0) throw corrupt('an instant out of range');
    instants.push(previous);
  }
  return instants;
}

/**
 * A counter as differences, which may be negative; absent ones are told from zero. How large a difference will be is
 * learned from `beside`, the sizes of the numbers next to it; null: from the one before it. Returns the sizes.
 */
export function writeCounter(
  writer: DecisionWriter,
  column: readonly (number | null)[],
  beside: Uint8Array | null,
): Uint8Array {
  const absence = createChances(2);
  const model = createNumberModel();
  const sizes = new Uint8Array(column.length);
  let wasAbsent = 0;
  let previous = 0;
  let size = 0;
  for (let index = 0; index < column.length; index += 1) {
    const value = column[index] ?? null;
    const isAbsent = value === null ? 1 : 0;
    writer.bit(absence, wasAbsent, isAbsent);
    wasAbsent = isAbsent;
    if (value === null) continue;
    writeNumber(writer, model, beside?.[index] ?? size, value - previous);
    size = contextOf(value - previous);
    sizes[index] = size;
    previous = value;
  }
  return sizes;
}

/** Throws `SeriesError` for counts that no writer can have written. */
export function readCounter(reader: DecisionReader, count: number, beside: Uint8Array | null): ReadCounter {
  const absence = createChances(2);
  const model = createNumberModel();
  const column: (number | null)[] = [];
  const sizes = new Uint8Array(count);
  let wasAbsent = 0;
  let previous = 0;
  let size = 0;
  for (let index = 0; index < count; index += 1) {
    wasAbsent = reader.bit(absence, wasAbsent);
    if (wasAbsent === 1) {
      column.push(null);
      continue;
    }
    const difference = readNumber(reader, model, beside?.[index] ?? size);
    previous += difference;
    if (!Number.isSafeInteger(previous) || previous < 0) throw corrupt('a count out of range');
    size = contextOf(difference);
    sizes[index] = size;
    column.push(previous);
  }
  return { column, sizes };
}

function contextOf(value: number): number {
  return Math.min(sizeOf(value), largestContext);
}
