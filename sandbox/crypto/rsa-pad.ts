import { createHash } from 'node:crypto';
import { decryptIge } from './ige.ts';
import type { RsaKey } from './rsa-key.ts';

const ZERO_IV = Buffer.alloc(32);

/**
 * Undoes RSA_PAD: raw RSA gives `temp_key xor SHA256(aes_encrypted)` (32 bytes) and `aes_encrypted` (224 bytes), which
 * hides the 192 bytes of data, reversed, and their SHA-256. Returns the data with its random padding, or null where
 * the hash does not fit.
 */
export function decryptRsaPad(encrypted: Buffer, key: RsaKey): Buffer | null {
  if (encrypted.length !== 256 || Buffer.compare(encrypted, key.modulus) >= 0) return null;
  const block = key.decrypt(encrypted);
  const aesEncrypted = block.subarray(32);
  const mask = sha256(aesEncrypted);
  const temporaryKey = Buffer.from(block.subarray(0, 32).map((byte, index) => byte ^ (mask[index] ?? 0)));
  const dataWithHash = decryptIge(aesEncrypted, temporaryKey, ZERO_IV);
  const data = Buffer.from(dataWithHash.subarray(0, 192)).reverse();
  return sha256(temporaryKey, data).equals(dataWithHash.subarray(192)) ? data : null;
}

function sha256(...parts: Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
