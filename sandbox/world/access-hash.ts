import { createHmac } from 'node:crypto';

/** Gives the access hash of a peer for one caller: signed 64 bits, different for each caller, the same for ever. */
export type AccessHasher = (callerId: string, peerId: string) => bigint;

/** `secret` belongs to the world; the hashes need no store because they are derived from it. */
export function createAccessHasher(secret: string): AccessHasher {
  const known = new Map<string, bigint>();
  return (callerId, peerId) => {
    const key = `${callerId}:${peerId}`;
    let hash = known.get(key);
    if (hash === undefined) {
      hash = createHmac('sha256', secret).update(key).digest().readBigInt64LE(0);
      known.set(key, hash);
    }
    return hash;
  };
}
