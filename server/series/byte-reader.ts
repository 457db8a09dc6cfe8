import { SeriesError } from './series-error.ts';

/** Reads what a {@link ByteWriter} wrote; every read throws {@link SeriesError} where the bytes end too early. */
export interface ByteReader {
  byte(): number;
  unsigned(): number;
  /** The number, given its first byte, which the caller has looked at. */
  signedFrom(first: number): number;
  /** How many bytes are read. */
  position(): number;
  /** Throws when anything is left over. */
  end(): void;
}

export function createByteReader(bytes: Uint8Array): ByteReader {
  let position = 0;

  function byte(): number {
    const value = bytes[position];
    if (value === undefined) throw new SeriesError('bytes-truncated', 'a series ends too early');
    position += 1;
    return value;
  }

  function unsigned(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const next = byte();
      value += (next % 0x80) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw corrupt('a number above 2^53');
      if (next < 0x80) return value;
      scale *= 0x80;
      if (scale > Number.MAX_SAFE_INTEGER) throw corrupt('a number of too many bytes');
    }
  }

  function signedFrom(first: number): number {
    const low = first % 0x40;
    const magnitude = first < 0x80 ? low : low + unsigned() * 0x40;
    if (magnitude > Number.MAX_SAFE_INTEGER) throw corrupt('a number above 2^53');
    return (first & 0x40) === 0 ? magnitude : -magnitude;
  }

  function end(): void {
    if (position !== bytes.length) throw corrupt('bytes after the end');
  }

  return { byte, unsigned, signedFrom, position: () => position, end };
}

export function corrupt(what: string): SeriesError {
  return new SeriesError('bytes-corrupt', `a series holds ${what}`);
}
