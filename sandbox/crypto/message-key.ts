import { createHash } from 'node:crypto';

/** `x` of the derivation: 0 for what a client sends, 8 for what the server sends. */
export type Direction = 'from-client' | 'from-server';

export interface AesKey {
  key: Buffer;
  /** 32 bytes, as IGE wants them. */
  iv: Buffer;
}

/** `msg_key`: the middle 16 bytes of SHA-256 of 32 bytes of the auth key and the padded plaintext. */
export function computeMessageKey(authKey: Buffer, padded: Buffer, direction: Direction): Buffer {
  const x = offsetOf(direction);
  return sha256(authKey.subarray(88 + x, 120 + x), padded).subarray(8, 24);
}

/** The AES key of one message, MTProto 2.0. */
export function deriveMessageKey(authKey: Buffer, messageKey: Buffer, direction: Direction): AesKey {
  const x = offsetOf(direction);
  const a = sha256(messageKey, authKey.subarray(x, 36 + x));
  const b = sha256(authKey.subarray(40 + x, 76 + x), messageKey);
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)]),
    iv: Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)]),
  };
}

/** The derivation of MTProto 1.0, still used for `auth.bindTempAuthKey`. */
export function deriveMessageKeyV1(authKey: Buffer, messageKey: Buffer, direction: Direction): AesKey {
  const x = offsetOf(direction);
  const a = sha1(messageKey, authKey.subarray(x, 32 + x));
  const b = sha1(authKey.subarray(32 + x, 48 + x), messageKey, authKey.subarray(48 + x, 64 + x));
  const c = sha1(authKey.subarray(64 + x, 96 + x), messageKey);
  const d = sha1(messageKey, authKey.subarray(96 + x, 128 + x));
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 20), c.subarray(4, 16)]),
    iv: Buffer.concat([a.subarray(8, 20), b.subarray(0, 8), c.subarray(16, 20), d.subarray(0, 8)]),
  };
}

/** `msg_key` of MTProto 1.0: the last 16 bytes of SHA-1 of the plaintext without its padding. */
export function computeMessageKeyV1(plain: Buffer): Buffer {
  return sha1(plain).subarray(4, 20);
}

function offsetOf(direction: Direction): number {
  return direction === 'from-client' ? 0 : 8;
}

function sha256(...parts: Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function sha1(...parts: Buffer[]): Buffer {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
