import { TlError } from './tl-error.ts';

/** From so many bytes on a string's length takes four bytes. */
const SHORT_BYTES = 254;

/** Writes TL's plain values one after another into a buffer that grows. */
export class TlBuffer {
  private buffer: Buffer;
  /** Of the same bytes: its setters are the fastest way to write numbers. */
  private view: DataView;
  private length = 0;

  constructor(capacity = 512) {
    this.buffer = Buffer.allocUnsafe(capacity);
    this.view = viewOf(this.buffer);
  }

  int(value: number): void {
    if (value !== (value | 0)) throw new TlError('a number beyond 32 bits');
    const start = this.grow(4);
    this.view.setInt32(start, value, true);
  }

  unsigned(value: number): void {
    if (value !== value >>> 0) throw new TlError('a number beyond 32 bits');
    const start = this.grow(4);
    this.view.setUint32(start, value, true);
  }

  long(value: bigint): void {
    if (BigInt.asIntN(64, value) !== value) throw new TlError('a number beyond 64 bits');
    const start = this.grow(8);
    this.view.setBigInt64(start, value, true);
  }

  double(value: number): void {
    const start = this.grow(8);
    this.view.setFloat64(start, value, true);
  }

  raw(bytes: Uint8Array): void {
    const start = this.grow(bytes.length);
    this.buffer.set(bytes, start);
  }

  string(text: string): void {
    // Where the length in bytes can only be short it need not be counted before it is written.
    if (text.length * 3 >= SHORT_BYTES) {
      const length = Buffer.byteLength(text, 'utf8');
      const start = this.header(length);
      this.buffer.write(text, start, length, 'utf8');
      return;
    }
    const start = this.grow(text.length * 3 + 4);
    const length = this.buffer.write(text, start + 1, 'utf8');
    this.buffer[start] = length;
    this.length = start + ((1 + length + 3) & ~3);
    this.pad(start + 1 + length, this.length);
  }

  bytes(content: Uint8Array): void {
    const start = this.header(content.length);
    this.buffer.set(content, start);
  }

  /** Forgets what was written; the memory stays. */
  clear(): void {
    this.length = 0;
  }

  /** What was written so far, in memory of its own. */
  copy(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.length));
  }

  /** What was written so far; it changes with what is written after a `clear`. */
  finish(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  /** Writes a string's length, reserves content and zero padding, returns where the content goes. */
  private header(length: number): number {
    if (length >= 1 << 24) throw new TlError('a string longer than 16 MiB');
    const head = length < SHORT_BYTES ? 1 : 4;
    const total = (head + length + 3) & ~3;
    const start = this.grow(total);
    if (head === 1) this.buffer[start] = length;
    else this.buffer.writeUInt32LE(((length << 8) | 254) >>> 0, start);
    this.pad(start + head + length, start + total);
    return start + head;
  }

  /** At most three bytes of padding. */
  private pad(from: number, to: number): void {
    for (let at = from; at < to; at += 1) this.buffer[at] = 0;
  }

  private grow(count: number): number {
    const start = this.length;
    this.length += count;
    if (this.length > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length));
      this.buffer.copy(larger, 0, 0, start);
      this.buffer = larger;
      this.view = viewOf(larger);
    }
    return start;
  }
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
