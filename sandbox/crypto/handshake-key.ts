import { createHash } from 'node:crypto';
import type { AesKey } from './message-key.ts';

/** The AES key under which the Diffie-Hellman values of a handshake travel. */
export function deriveHandshakeKey(newNonce: Buffer, serverNonce: Buffer): AesKey {
  const a = sha1(newNonce, serverNonce);
  const b = sha1(serverNonce, newNonce);
  const c = sha1(newNonce, newNonce);
  return {
    key: Buffer.concat([a, b.subarray(0, 12)]),
    iv: Buffer.concat([b.subarray(12, 20), c, newNonce.subarray(0, 4)]),
  };
}

/** `new_nonce_hash1`, `2` or `3`: what proves in `dh_gen_ok`, `dh_gen_retry`, `dh_gen_fail` that the key is the same. */
export function computeNewNonceHash(newNonce: Buffer, number: 1 | 2 | 3, authKey: Buffer): Buffer {
  const auxiliary = sha1(authKey).subarray(0, 8);
  return sha1(newNonce, Buffer.from([number]), auxiliary).subarray(4, 20);
}

/** SHA-1 as the handshake uses it, over several parts. */
export function sha1(...parts: Buffer[]): Buffer {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
