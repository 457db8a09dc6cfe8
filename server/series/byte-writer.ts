/** Bytes that grow: unsigned and signed whole numbers in as few bytes as they need. */
export interface ByteWriter {
  /** 0 … 2^53 − 1, seven bits a byte, the lowest first. */
  unsigned(value: number): void;
  /** −(2^53 − 1) … 2^53 − 1: the first byte holds the sign and six bits. */
  signed(value: number): void;
  byte(value: number): void;
  finish(): Buffer;
}

/** A signed number whose first byte is this is "minus zero", which no number is: it announces a run of zeros. */
export const zeroRunMark = 0x40;

export function createByteWriter(): ByteWriter {
  let bytes = Buffer.allocUnsafe(1_024);
  let length = 0;

  function byte(value: number): void {
    if (length === bytes.length) {
      const larger = Buffer.allocUnsafe(bytes.length * 2);
      bytes.copy(larger);
      bytes = larger;
    }
    bytes[length] = value;
    length += 1;
  }

  function unsigned(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    byte(rest);
  }

  function signed(value: number): void {
    const magnitude = Math.abs(value);
    const sign = value < 0 ? 0x40 : 0;
    if (magnitude < 0x40) byte(sign | magnitude);
    else {
      byte(0x80 | sign | (magnitude % 0x40));
      unsigned(Math.floor(magnitude / 0x40));
    }
  }

  return { byte, unsigned, signed, finish: () => Buffer.from(bytes.subarray(0, length)) };
}
