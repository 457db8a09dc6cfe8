import { randomBytes } from 'node:crypto';
import { createStreamSplitter, type FrameBounds } from './stream-splitter.ts';
import { checkLength, type Transport } from './transport.ts';

const LENGTH_MASK = 0x7fffffff;

/** Four bytes of length; the padded form adds up to 15 random bytes to hide it. */
export function createIntermediate(isPadded: boolean): Transport {
  return {
    name: isPadded ? 'padded intermediate' : 'intermediate',
    isPadded,
    receive: createStreamSplitter(findFrame),
    frame: (packet) => (isPadded ? frame(packet, randomBytes((randomBytes(1)[0] ?? 0) & 15)) : frame(packet)),
  };
}

function findFrame(buffered: Buffer): FrameBounds | null {
  if (buffered.length < 4) return null;
  const total = 4 + checkLength(buffered.readUInt32LE(0) & LENGTH_MASK);
  return { start: 4, end: total, total };
}

function frame(packet: Buffer, padding?: Buffer): Buffer {
  const head = Buffer.allocUnsafe(4);
  head.writeUInt32LE(packet.length + (padding?.length ?? 0));
  return padding ? Buffer.concat([head, packet, padding]) : Buffer.concat([head, packet]);
}
