import { crc32 } from 'node:zlib';
import { createStreamSplitter, type FrameBounds } from './stream-splitter.ts';
import { checkLength, type Transport, TransportError } from './transport.ts';

/** Length, sequence number, packet, CRC-32: the only transport that notices a damaged stream by itself. */
export function createFull(): Transport {
  let received = 0;
  let sent = 0;
  const split = createStreamSplitter(findFrame);
  return {
    name: 'full',
    isPadded: false,
    receive: (chunk) =>
      split(chunk).map((frame) => {
        const packet = open(frame, received);
        received += 1;
        return packet;
      }),
    frame: (packet) => {
      const framed = close(packet, sent);
      sent += 1;
      return framed;
    },
  };
}

function findFrame(buffered: Buffer): FrameBounds | null {
  if (buffered.length < 4) return null;
  const total = buffered.readUInt32LE(0);
  checkLength(total - 12);
  return { start: 0, end: total, total };
}

function open(frame: Buffer, sequence: number): Buffer {
  const end = frame.length - 4;
  if (frame.readInt32LE(4) !== sequence) throw new TransportError('a frame out of order');
  if (frame.readUInt32LE(end) !== crc32(frame.subarray(0, end))) throw new TransportError('a damaged frame');
  return frame.subarray(8, end);
}

function close(packet: Buffer, sequence: number): Buffer {
  const framed = Buffer.allocUnsafe(packet.length + 12);
  framed.writeUInt32LE(framed.length, 0);
  framed.writeInt32LE(sequence, 4);
  packet.copy(framed, 8);
  framed.writeUInt32LE(crc32(framed.subarray(0, packet.length + 8)), packet.length + 8);
  return framed;
}
