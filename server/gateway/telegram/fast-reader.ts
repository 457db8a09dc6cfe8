import bigInt from 'big-integer';
import { BinaryReader } from 'telegram/extensions/index.js';

interface ReaderState {
  stream: Buffer;
  offset: number;
}

let isInstalled = false;

/**
 * Replaces GramJS's reader of 64-bit integers, which copies, reverses, prints as hex and parses, by one native read.
 * The result is the same `big-integer` object. A history page holds hundreds of them: a third of its parsing time.
 */
export function installFastReader(): void {
  if (isInstalled) return;
  isInstalled = true;
  Object.defineProperty(BinaryReader.prototype, 'readLong', {
    configurable: true,
    writable: true,
    value: function readLong(this: ReaderState, isSigned = true): bigInt.BigInteger {
      const value = isSigned
        ? this.stream.readBigInt64LE(this.offset)
        : this.stream.readBigUInt64LE(this.offset);
      this.offset += 8;
      return bigInt(value);
    },
  });
}
