import { SeriesError } from './series-error.ts';

/**
 * A binary arithmetic coder of 32 bits: every decision costs as many bits as it surprises the {@link Chance} it is coded
 * with, fractions of a bit included. Series of a few hundred samples are too short for the tables of deflate.
 */
export interface DecisionWriter {
  bit(chances: Chances, index: number, bit: number): void;
  /** Equally likely: one bit is one bit. */
  even(bit: number): void;
  finish(): Buffer;
}

export interface DecisionReader {
  bit(chances: Chances, index: number): number;
  even(): number;
}

/** Chances that learn: of 2^16, how likely each decision is a one, and how often it was met. */
export interface Chances {
  ones: Uint16Array;
  met: Uint8Array;
}

const half = 32_768;
/** After so many decisions the newest one counts no less any more: series change their nature with age. */
const longestMemory = 60;

export function createChances(count: number): Chances {
  return { ones: new Uint16Array(count).fill(half), met: new Uint8Array(count) };
}

/** Where the state of a coder lies in its array: numbers of 32 bits that a plain variable would put on the heap. */
const low = 0;
const high = 1;
const value = 2;

export function createDecisionWriter(): DecisionWriter {
  let bytes = Buffer.allocUnsafe(1_024);
  let length = 0;
  const state = Uint32Array.of(0, 0xffffffff);

  function push(byte: number): void {
    if (length === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(bytes.length)]);
    bytes[length] = byte;
    length += 1;
  }

  function code(ones: number, bit: number): void {
    const middle = split(state, ones);
    if (bit === 1) state[high] = middle;
    else state[low] = middle + 1;
    while (isDecided(state)) {
      push((state[low] ?? 0) >>> 24);
      shift(state);
    }
  }

  return {
    bit(chances, index, bit) {
      code(chances.ones[index] ?? half, bit);
      learn(chances, index, bit);
    },
    even: (bit) => code(half, bit),
    finish() {
      const rest = state[low] ?? 0;
      // One byte inside what is left; the reader takes zeros for those that would follow.
      if (rest > 0) push((rest >>> 24) + 1);
      return Buffer.from(bytes.subarray(0, length));
    },
  };
}

/** Throws {@link SeriesError} where far more is read than was ever written. */
export function createDecisionReader(bytes: Uint8Array): DecisionReader {
  let position = 0;
  const state = Uint32Array.of(0, 0xffffffff, 0);
  for (let count = 0; count < 4; count += 1) take();

  function take(): void {
    state[value] = ((state[value] ?? 0) << 8) | (bytes[position] ?? 0);
    position += 1;
    if (position > bytes.length + 8) throw new SeriesError('bytes-corrupt', 'a series ends too early');
  }

  function decide(ones: number): number {
    const middle = split(state, ones);
    const bit = (state[value] ?? 0) <= middle ? 1 : 0;
    if (bit === 1) state[high] = middle;
    else state[low] = middle + 1;
    while (isDecided(state)) {
      shift(state);
      take();
    }
    return bit;
  }

  return {
    bit(chances, index) {
      const bit = decide(chances.ones[index] ?? half);
      learn(chances, index, bit);
      return bit;
    },
    even: () => decide(half),
  };
}

/** The first byte of both ends is the same, so it is part of the answer. */
function isDecided(state: Uint32Array): boolean {
  return ((state[low] ?? 0) ^ (state[high] ?? 0)) >>> 24 === 0;
}

function shift(state: Uint32Array): void {
  state[low] = (state[low] ?? 0) << 8;
  state[high] = ((state[high] ?? 0) << 8) | 0xff;
}

/** The last place of the ones between the two ends; zeros always keep a place of their own. */
function split(state: Uint32Array, ones: number): number {
  const from = state[low] ?? 0;
  const range = ((state[high] ?? 0) - from) >>> 0;
  return from + (range >>> 16) * ones + (((range & 0xffff) * ones) >>> 16);
}

/** How far a decision moves a chance that was met so often. */
const steps = Float64Array.from({ length: longestMemory + 1 }, (_, met) => 1 / (met + 1.6));
const surelyOne = 65_535 - 32;
const surelyZero = 32;

function learn({ ones, met }: Chances, index: number, bit: number): void {
  const seen = met[index] ?? 0;
  const before = ones[index] ?? half;
  const goal = bit === 1 ? surelyOne : surelyZero;
  ones[index] = before + Math.trunc((goal - before) * (steps[seen] ?? 0));
  if (seen < longestMemory) met[index] = seen + 1;
}
