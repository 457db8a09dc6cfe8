import { randomBytes } from 'node:crypto';
import { createKeyRing, withNewKey } from './key-ring.ts';
import { keyIdOf, openRecord, rewrapRecord, sealRecord } from './seal-record.ts';
import { fingerprint, type Vault } from './vault.ts';

/** For tests: a vault whose keys are in memory alone; `turn` gives it a new current key, as a rotation does. */
export function aVault(): Vault & { turn(): void } {
  let ring = createKeyRing(new Date(), randomBytes);
  const findKey = (keyId: string) => ring.keys.find(({ id }) => id === keyId) ?? null;
  return {
    seal: (plaintext, context) => sealRecord(plaintext, context, ring.keys[0], randomBytes),
    open: (record, context) => openRecord(record, context, findKey),
    isCurrent: (record) => keyIdOf(record) === ring.keys[0].id,
    rewrap: (record, context) => rewrapRecord(record, context, findKey, ring.keys[0], randomBytes),
    fingerprint: (text, purpose) => fingerprint(ring.fingerprintKey, text, purpose),
    turn: () => {
      ring = withNewKey(ring, new Date(), randomBytes);
    },
  };
}
