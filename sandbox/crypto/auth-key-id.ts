import { createHash } from 'node:crypto';

/** The 8 bytes every encrypted message begins with: the last 8 of SHA-1 of the auth key. */
export function computeAuthKeyId(authKey: Buffer): Buffer {
  return createHash('sha1').update(authKey).digest().subarray(12, 20);
}
