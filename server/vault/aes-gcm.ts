import { createCipheriv, createDecipheriv } from 'node:crypto';

export const keyBytes = 32;
/** 96 bits, the length for which the counter of GCM needs no hashing. */
export const ivBytes = 12;
export const tagBytes = 16;

export interface GcmBox {
  iv: Buffer;
  tag: Buffer;
  ciphertext: Buffer;
}

/** AES-256-GCM as NIST SP 800-38D describes it. The pair of `key` and `iv` must never have been used before. */
export function encryptGcm(key: Buffer, iv: Buffer, plaintext: Buffer, aad: Buffer): GcmBox {
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(aad);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { iv, tag: cipher.getAuthTag(), ciphertext };
}

/** The plaintext; null: key, iv, tag, ciphertext and `aad` do not belong together. */
export function decryptGcm(key: Buffer, box: GcmBox, aad: Buffer): Buffer | null {
  // Node takes a shorter tag for a valid one, which would make it guessable.
  if (box.iv.length !== ivBytes || box.tag.length !== tagBytes) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, box.iv, { authTagLength: tagBytes });
  decipher.setAAD(aad);
  decipher.setAuthTag(box.tag);
  const start = decipher.update(box.ciphertext);
  try {
    return Buffer.concat([start, decipher.final()]);
  } catch {
    // The only thing that `final` of GCM refuses is the tag.
    return null;
  } finally {
    start.fill(0);
  }
}
