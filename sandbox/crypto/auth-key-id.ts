import { createHash } from 'node:crypto';

const known = new WeakMap<Buffer, Buffer>();

/** The 8 bytes every encrypted message begins with: the last 8 of SHA-1 of the auth key, which nobody changes in place. */
export function computeAuthKeyId(authKey: Buffer): Buffer {
  let id = known.get(authKey);
  if (id === undefined) {
    id = createHash('sha1').update(authKey).digest().subarray(12, 20);
    known.set(authKey, id);
  }
  return id;
}
