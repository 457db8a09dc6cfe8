import { createHash } from 'node:crypto';

/** The id of an authorization key, which every packet carries in clear: the last 64 bits of its SHA-1. */
export function keyIdOf(authKey: Buffer): string {
  return createHash('sha1').update(authKey).digest().subarray(-8).toString('hex');
}
