import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto';
import { TlBuffer } from '#sandbox/tl/tl-buffer.ts';

/** The RSA key by which clients know the server. */
export interface RsaKey {
  /** PKCS#1 PEM. */
  readonly privatePem: string;
  /** PKCS#1 PEM, as Telegram publishes its own. */
  readonly publicPem: string;
  /** Signed 64-bit: the last 8 bytes, little endian, of SHA-1 of the TL strings n and e. */
  readonly fingerprint: bigint;
  /** The modulus, 256 bytes. */
  readonly modulus: Buffer;
  /** Raw RSA of one block of 256 bytes; throws where the number is not below the modulus. */
  decrypt(block: Buffer): Buffer;
}

/**
 * A new 2048-bit key. Keys whose fingerprint begins with a zero nibble are passed over, because clients that print
 * it in hexadecimal without padding do not find it again.
 */
export function createRsaKey(): RsaKey {
  for (;;) {
    const key = buildRsaKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    if (BigInt.asUintN(64, key.fingerprint) >> 60n !== 0n) return key;
  }
}

/** The key of a private PEM text, so that a restart keeps it. */
export function readRsaKey(privatePem: string): RsaKey {
  return buildRsaKey(createPrivateKey(privatePem));
}

/** The fingerprint of any public key in PEM. */
export function computeFingerprint(publicPem: string): bigint {
  return fingerprintOf(createPublicKey(publicPem));
}

function buildRsaKey(privateKey: KeyObject): RsaKey {
  const publicKey = createPublicKey(privateKey);
  return {
    privatePem: privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    fingerprint: fingerprintOf(publicKey),
    modulus: modulusOf(publicKey),
    decrypt: (block) => privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block),
  };
}

function modulusOf(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url');
}

function fingerprintOf(publicKey: KeyObject): bigint {
  const out = new TlBuffer();
  out.bytes(modulusOf(publicKey));
  out.bytes(Buffer.from(publicKey.export({ format: 'jwk' }).e ?? '', 'base64url'));
  return createHash('sha1').update(out.finish()).digest().readBigInt64LE(12);
}
