import { TlError } from './tl-error.ts';

/** No message of a real client nests deeper; a hostile one must not overflow the stack. */
const MAX_DEPTH = 48;

/** Reads TL's plain values one after another; `TlError` where the bytes end too early. */
export class TlCursor {
  readonly buffer: Buffer;
  offset: number;
  private depth = 0;

  constructor(buffer: Buffer, offset = 0) {
    this.buffer = buffer;
    this.offset = offset;
  }

  get remaining(): number {
    return this.buffer.length - this.offset;
  }

  int(): number {
    return this.buffer.readInt32LE(this.advance(4));
  }

  unsigned(): number {
    return this.buffer.readUInt32LE(this.advance(4));
  }

  long(): bigint {
    return this.buffer.readBigInt64LE(this.advance(8));
  }

  double(): number {
    return this.buffer.readDoubleLE(this.advance(8));
  }

  raw(length: number): Buffer {
    const start = this.advance(length);
    return this.buffer.subarray(start, start + length);
  }

  bytes(): Buffer {
    const start = this.offset;
    let length = this.buffer[this.advance(1)] ?? 0;
    if (length === 255) throw new TlError('a string longer than 16 MiB');
    if (length === 254) length = this.buffer.readUIntLE(this.advance(3), 3);
    const content = this.raw(length);
    const padding = (4 - ((this.offset - start) & 3)) & 3;
    this.advance(padding);
    return content;
  }

  /** How many items a vector says it has, refused when the rest of the buffer cannot hold them. */
  count(): number {
    const count = this.int();
    if (count < 0 || count > this.remaining / 4) throw new TlError(`a vector of ${count} items`);
    return count;
  }

  enter(): void {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new TlError('nested too deeply');
  }

  leave(): void {
    this.depth -= 1;
  }

  private advance(length: number): number {
    const start = this.offset;
    if (start + length > this.buffer.length) throw new TlError('ends too early');
    this.offset = start + length;
    return start;
  }
}
