import { randomBytes } from 'node:crypto';
import type { KeyStore } from './key-store.ts';

/** A new auth key (256 bytes) that is already logged in as `userId`, as if a handshake and a login had happened. */
export function createAuthorizedKey(keyStore: KeyStore, userId: string): Buffer {
  const authKey = randomBytes(256);
  // Clients that keep keys as numbers would lose a leading zero.
  authKey[0] = (authKey[0] ?? 0) | 0x80;
  const key = keyStore.add(authKey, randomBytes(8).readBigInt64LE());
  key.authorization.userId = userId;
  keyStore.save(key);
  return authKey;
}
