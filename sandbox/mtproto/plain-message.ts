import { ProtocolError } from './protocol-error.ts';

/** Auth key id 0, message id, length. */
const HEADER_BYTES = 20;

/** The body of an unencrypted message, the form of a handshake. Throws `ProtocolError`. */
export function openPlainMessage(packet: Buffer): Buffer {
  if (packet.length < HEADER_BYTES + 4) throw new ProtocolError('a packet without a body');
  const length = packet.readInt32LE(16);
  if (length < 4 || length > packet.length - HEADER_BYTES)
    throw new ProtocolError('a body of a wrong length');
  return packet.subarray(HEADER_BYTES, HEADER_BYTES + length);
}

/** Wraps an answer of the handshake. */
export function sealPlainMessage(messageId: bigint, body: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeBigInt64LE(messageId, 8);
  header.writeInt32LE(body.length, 16);
  return Buffer.concat([header, body]);
}
