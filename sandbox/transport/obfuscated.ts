import { createCipheriv, createDecipheriv, createHash, type Decipher } from 'node:crypto';
import { createAbridged } from './abridged.ts';
import { createIntermediate } from './intermediate.ts';
import { type Transport, TransportError } from './transport.ts';

/** Length of the random beginning that carries both keys. */
export const OBFUSCATED_HEADER_BYTES = 64;
const TAG_OFFSET = 56;
const DC_OFFSET = 60;

const inner: Record<string, () => Transport> = {
  efefefef: createAbridged,
  eeeeeeee: () => createIntermediate(false),
  dddddddd: () => createIntermediate(true),
};

/**
 * AES-256-CTR over another transport, keyed by the 64 bytes the client begins with: one key and vector forwards for
 * what it sends, the same bytes reversed for what it gets. With an MTProxy secret the keys are hashed with it.
 * Throws `TransportError` where no protocol tag comes out.
 */
export function createObfuscated(header: Buffer, proxySecret: Buffer | null): Transport {
  const opened = open(header, null) ?? (proxySecret ? open(header, proxySecret) : null);
  if (!opened) throw new TransportError('no known transport');
  return opened;
}

/** Which data centre a client of an MTProxy wants, by the 64 bytes it begins with; null: it lacks the secret. */
export function readProxiedDc(header: Buffer, secret: Buffer): number | null {
  const plainHeader = createDecryptor(header, secret).update(header);
  const tag = plainHeader.subarray(TAG_OFFSET, TAG_OFFSET + 4).toString('hex');
  if (!Object.hasOwn(inner, tag)) return null;
  const low = plainHeader.readInt8(DC_OFFSET);
  // GramJS writes one byte where the protocol has two.
  const number = plainHeader[DC_OFFSET + 1] === 0 ? low : plainHeader.readInt16LE(DC_OFFSET);
  // Media data centres are negative, those of the test environment 10,000 above the others.
  return Math.abs(number) % 10_000;
}

function createDecryptor(header: Buffer, secret: Buffer | null): Decipher {
  return createDecipheriv('aes-256-ctr', keyOf(header.subarray(8, 40), secret), header.subarray(40, 56));
}

function open(header: Buffer, secret: Buffer | null): Transport | null {
  const reversed = Buffer.from(header.subarray(8, 56)).reverse();
  const decryptor = createDecryptor(header, secret);
  const plainHeader = decryptor.update(header);
  const tag = plainHeader.subarray(TAG_OFFSET, TAG_OFFSET + 4).toString('hex');
  const createInner = Object.hasOwn(inner, tag) ? inner[tag] : undefined;
  if (!createInner) return null;
  const encryptor = createCipheriv(
    'aes-256-ctr',
    keyOf(reversed.subarray(0, 32), secret),
    reversed.subarray(32, 48),
  );
  const transport = createInner();
  return {
    name: `obfuscated ${transport.name}`,
    isPadded: transport.isPadded,
    receive: (chunk) => transport.receive(decryptor.update(chunk)),
    frame: (packet) => encryptor.update(transport.frame(packet)),
  };
}

function keyOf(key: Buffer, secret: Buffer | null): Buffer {
  return secret ? createHash('sha256').update(key).update(secret).digest() : key;
}
