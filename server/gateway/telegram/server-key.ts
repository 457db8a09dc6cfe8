import { createHash, createPublicKey } from 'node:crypto';
import bigInt from 'big-integer';
import { _serverKeys as serverKeys } from 'telegram/crypto/RSA.js';

/**
 * Adds one more RSA key to those the handshake accepts, from a PEM text (`MTPROTO_PUBLIC_KEY_FILE`), and returns its
 * fingerprint. Throws when the text is not an RSA public key.
 */
export function trustServerKey(pem: string): string {
  const { n, e } = createPublicKey(pem).export({ format: 'jwk' });
  if (typeof n !== 'string' || typeof e !== 'string') {
    throw new TypeError('MTPROTO_PUBLIC_KEY_FILE must hold an RSA public key in PEM');
  }
  const modulus = Buffer.from(n, 'base64url');
  const exponent = Buffer.from(e, 'base64url');
  const fingerprint = fingerprintOf(modulus, exponent);
  serverKeys.set(fingerprint, {
    n: bigInt(BigInt(`0x${modulus.toString('hex')}`)),
    e: exponent.readUIntBE(0, exponent.length),
  });
  return fingerprint;
}

/** The last 64 bits of SHA-1 over both numbers as TL byte strings: signed decimal text, as GramJS keeps them. */
export function fingerprintOf(modulus: Buffer, exponent: Buffer): string {
  const hash = createHash('sha1').update(tlBytes(modulus)).update(tlBytes(exponent)).digest();
  return hash.readBigInt64LE(12).toString();
}

/** TL `bytes`: a length of one byte (or 254 and three bytes), the content, zeros up to a multiple of four. */
function tlBytes(content: Buffer): Buffer {
  const head =
    content.length < 254
      ? Buffer.from([content.length])
      : Buffer.from([254, content.length & 255, (content.length >> 8) & 255, content.length >> 16]);
  const padding = (4 - ((head.length + content.length) % 4)) % 4;
  return Buffer.concat([head, content, Buffer.alloc(padding)]);
}
