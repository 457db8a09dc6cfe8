import { createAbridged } from './abridged.ts';
import { createFull } from './full.ts';
import { createIntermediate } from './intermediate.ts';
import { createObfuscated, OBFUSCATED_HEADER_BYTES } from './obfuscated.ts';
import { type Transport, TransportError } from './transport.ts';

/** The transport of a connection, and the bytes behind what announced it. */
export interface DetectedTransport {
  transport: Transport;
  rest: Buffer;
}

/** Words no obfuscated header may begin with, because they mean another protocol. */
const foreign = new Set(['48454144', '504f5354', '47455420', '4f505449', '16030102', '16030103', '16030101']);

/**
 * Recognises a transport by the first bytes of a connection; null while there are too few. Throws `TransportError`
 * where they belong to no known one.
 */
export function detectTransport(first: Buffer, proxySecret: Buffer | null = null): DetectedTransport | null {
  if (first.length === 0) return null;
  if (first[0] === 0xef) return { transport: createAbridged(), rest: first.subarray(1) };
  if (first.length < 4) return null;
  const tag = first.subarray(0, 4).toString('hex');
  if (tag === 'eeeeeeee') return { transport: createIntermediate(false), rest: first.subarray(4) };
  if (tag === 'dddddddd') return { transport: createIntermediate(true), rest: first.subarray(4) };
  if (foreign.has(tag)) throw new TransportError('another protocol');
  if (first.length < 8) return null;
  // The full transport announces itself by nothing but its first sequence number.
  if (first.readUInt32LE(4) === 0) return { transport: createFull(), rest: first };
  if (first.length < OBFUSCATED_HEADER_BYTES) return null;
  return {
    transport: createObfuscated(first.subarray(0, OBFUSCATED_HEADER_BYTES), proxySecret),
    rest: first.subarray(OBFUSCATED_HEADER_BYTES),
  };
}
