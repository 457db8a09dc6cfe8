import { randomBytes, randomInt } from 'node:crypto';
import { AbridgedPacketCodec } from 'telegram/network/connection/TCPAbridged.js';
import { TCPMTProxy } from 'telegram/network/connection/TCPMTProxy.js';

/** What reads for a codec: the proxy's cipher around the socket, which gives exactly as many bytes as it is asked for. */
interface Reader {
  read(count: number): Promise<Buffer>;
}

const mostPaddingBytes = 15;
/** Key id, message key: what precedes the encrypted part, whose length is a multiple of a block. */
const headBytes = 24;
const blockBytes = 16;
/** Key id 0, message id and length of a packet that is not encrypted. */
const plainHeadBytes = 20;

/**
 * MTProto's padded intermediate transport, which proxies with a `dd` secret expect and GramJS lacks: a length of four
 * bytes, the packet, and up to 15 random bytes that hide how long the packet is.
 */
export class PaddedPacketCodec extends AbridgedPacketCodec {
  static override obfuscateTag: Buffer = Buffer.from('dddddddd', 'hex');

  override encodePacket(packet: Buffer): Buffer {
    const padding = randomBytes(randomInt(mostPaddingBytes + 1));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(packet.length + padding.length);
    return Buffer.concat([length, packet, padding]);
  }

  override async readPacket(reader: Reader): Promise<Buffer> {
    const length = (await reader.read(4)).readUInt32LE(0) & 0x7fffffff;
    return withoutPadding(await reader.read(length));
  }
}

/** The packet without what was added to it: its own structure says how long it is. */
export function withoutPadding(padded: Buffer): Buffer {
  // Shorter than any message: a transport error, whose number is in the first four bytes.
  if (padded.length < plainHeadBytes) return padded.subarray(0, 4);
  if (padded.readBigUInt64LE(0) === 0n) {
    return padded.subarray(0, plainHeadBytes + padded.readUInt32LE(plainHeadBytes - 4));
  }
  const blocks = Math.floor((padded.length - headBytes) / blockBytes);
  return padded.subarray(0, headBytes + Math.max(0, blocks) * blockBytes);
}

/** A connection through an MTProxy whose secret begins with `dd`. */
export class PaddedProxyConnection extends TCPMTProxy {
  override PacketCodecClass: typeof PaddedPacketCodec = PaddedPacketCodec;
}
