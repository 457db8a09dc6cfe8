import { TlError } from './tl-error.ts';

/** Writes TL's plain values one after another into a buffer that grows. */
export class TlBuffer {
  private buffer: Buffer;
  private length = 0;

  constructor(capacity = 512) {
    this.buffer = Buffer.allocUnsafe(capacity);
  }

  int(value: number): void {
    const start = this.grow(4);
    this.buffer.writeInt32LE(value, start);
  }

  unsigned(value: number): void {
    const start = this.grow(4);
    this.buffer.writeUInt32LE(value, start);
  }

  long(value: bigint): void {
    const start = this.grow(8);
    this.buffer.writeBigInt64LE(value, start);
  }

  double(value: number): void {
    const start = this.grow(8);
    this.buffer.writeDoubleLE(value, start);
  }

  raw(bytes: Uint8Array): void {
    const start = this.grow(bytes.length);
    this.buffer.set(bytes, start);
  }

  string(text: string): void {
    const length = Buffer.byteLength(text, 'utf8');
    const start = this.header(length);
    this.buffer.write(text, start, length, 'utf8');
  }

  bytes(content: Uint8Array): void {
    const start = this.header(content.length);
    this.buffer.set(content, start);
  }

  /** What was written so far. */
  finish(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  /** Writes a string's length, reserves content and zero padding, returns where the content goes. */
  private header(length: number): number {
    if (length >= 1 << 24) throw new TlError('a string longer than 16 MiB');
    const head = length < 254 ? 1 : 4;
    const total = (head + length + 3) & ~3;
    const start = this.grow(total);
    if (head === 1) this.buffer[start] = length;
    else this.buffer.writeUInt32LE(((length << 8) | 254) >>> 0, start);
    this.buffer.fill(0, start + head + length, start + total);
    return start + head;
  }

  private grow(count: number): number {
    const start = this.length;
    this.length += count;
    if (this.length > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length));
      this.buffer.copy(larger, 0, 0, start);
      this.buffer = larger;
    }
    return start;
  }
}
