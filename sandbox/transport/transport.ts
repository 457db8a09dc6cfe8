/**
 * The ways MTProto packets are cut out of a TCP stream. The client chooses one with its first bytes; nothing is agreed
 * on otherwise. A transport knows frames only: what is inside a packet is `sandbox/mtproto`'s business. Quick
 * acknowledgements, which a client may ask for with a bit of the length, are never sent: a server may leave them out, and
 * both JavaScript clients do without them.
 */
export interface Transport {
  readonly name: string;
  /** Packets may end with up to 15 bytes of random padding. */
  readonly isPadded: boolean;
  /** Takes the next bytes of the stream, gives the packets they complete. Throws `TransportError`. */
  receive(chunk: Buffer): Buffer[];
  /** Wraps one packet for sending. Must be called in the order of sending. */
  frame(packet: Buffer): Buffer;
}

/** The stream is no MTProto, or a frame is larger than a client may send: the connection is closed. */
export class TransportError extends Error {
  readonly code = 'TRANSPORT_INVALID';

  constructor(message: string) {
    super(message);
    this.name = 'TransportError';
  }
}

/** Clients upload in parts of 512 KiB; nothing they send comes near this. */
export const MAX_PACKET_BYTES = 2 * 1024 * 1024;
/** An error code is the shortest packet there is. */
const MIN_PACKET_BYTES = 4;

/** The length a frame announces, refused before anything is buffered for it. */
export function checkLength(length: number): number {
  if (length < MIN_PACKET_BYTES || length > MAX_PACKET_BYTES) {
    throw new TransportError(`a frame of ${length} bytes`);
  }
  return length;
}
