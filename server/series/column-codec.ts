import { type ByteReader, corrupt } from './byte-reader.ts';
import { type ByteWriter, zeroRunMark } from './byte-writer.ts';

type Column = readonly (number | null)[];

/** From here on a run of zeros is shorter as a run. */
const leastZeroRun = 3;

/**
 * Writes one column: lengths of the present and absent stretches in turn, then the differences between the present
 * values, runs of zero differences as their length. Absent is told from zero, and a value may fall.
 */
export function writeColumn(writer: ByteWriter, column: Column): void {
  writePresence(writer, column);
  let previous = 0;
  let zeros = 0;
  for (const value of column) {
    if (value === null) continue;
    const difference = value - previous;
    previous = value;
    if (difference === 0) {
      zeros += 1;
      continue;
    }
    writeZeros(writer, zeros);
    zeros = 0;
    writer.signed(difference);
  }
  writeZeros(writer, zeros);
}

/** Reads a column of `count` values, each null or 0 … 2^53 − 1. Throws `SeriesError` for anything else. */
export function readColumn(reader: ByteReader, count: number): (number | null)[] {
  const column = readPresence(reader, count);
  let previous = 0;
  let zeros = 0;
  for (let index = 0; index < count; index += 1) {
    if (column[index] === null) continue;
    if (zeros > 0) zeros -= 1;
    else {
      const first = reader.byte();
      if (first === zeroRunMark) zeros = leastZeroRun + reader.unsigned() - 1;
      else previous += reader.signedFrom(first);
      if (previous < 0 || previous > Number.MAX_SAFE_INTEGER) throw corrupt('a count out of range');
    }
    column[index] = previous;
  }
  if (zeros > 0) throw corrupt('a run of zeros beyond its end');
  return column;
}

function writeZeros(writer: ByteWriter, zeros: number): void {
  if (zeros >= leastZeroRun) {
    writer.byte(zeroRunMark);
    writer.unsigned(zeros - leastZeroRun);
  } else {
    for (let left = zeros; left > 0; left -= 1) writer.byte(0);
  }
}

function writePresence(writer: ByteWriter, column: Column): void {
  let isPresent = true;
  let length = 0;
  for (const value of column) {
    if ((value !== null) !== isPresent) {
      writer.unsigned(length);
      isPresent = !isPresent;
      length = 0;
    }
    length += 1;
  }
  writer.unsigned(length);
}

function readPresence(reader: ByteReader, count: number): (number | null)[] {
  const column: (number | null)[] = new Array<number | null>(count).fill(0);
  let isPresent = true;
  let index = 0;
  for (;;) {
    const length = reader.unsigned();
    if (index + length > count || (length === 0 && index > 0)) throw corrupt('a stretch beyond its end');
    if (!isPresent) column.fill(null, index, index + length);
    index += length;
    if (index === count) return column;
    isPresent = !isPresent;
  }
}
