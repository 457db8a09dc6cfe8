import { createStreamSplitter, type FrameBounds } from './stream-splitter.ts';
import { checkLength, type Transport } from './transport.ts';

/** The top bit asks for a quick acknowledgement, which a server may leave out. */
const QUICK_ACK = 0x80;
const LONG = 0x7f;

/** One byte of length in words, or 0x7f and three bytes. */
export function createAbridged(): Transport {
  return { name: 'abridged', isPadded: false, receive: createStreamSplitter(findFrame), frame };
}

function findFrame(buffered: Buffer): FrameBounds | null {
  const words = (buffered[0] ?? 0) & ~QUICK_ACK;
  if (words !== LONG) return bounds(1, words);
  return buffered.length < 4 ? null : bounds(4, buffered.readUIntLE(1, 3));
}

function bounds(start: number, words: number): FrameBounds {
  const total = start + checkLength(words * 4);
  return { start, end: total, total };
}

function frame(packet: Buffer): Buffer {
  const words = packet.length / 4;
  if (words < LONG) return Buffer.concat([Buffer.from([words]), packet]);
  const head = Buffer.from([LONG, 0, 0, 0]);
  head.writeUIntLE(words, 1, 3);
  return Buffer.concat([head, packet]);
}
