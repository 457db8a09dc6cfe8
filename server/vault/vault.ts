import { createHmac, randomBytes } from 'node:crypto';
import type { Log } from '#server/log.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { KeyRingError } from './key-ring-error.ts';
import { changeKeyRing, readKeyRing, stampKeyRing } from './key-ring-file.ts';
import {
  keyIdOf,
  openRecord,
  type RingKey,
  rewrapRecord,
  type SealContext,
  sealRecord,
} from './seal-record.ts';

export type { SealContext } from './seal-record.ts';

/** Seals secrets for the database and opens them again. Whoever opens one saves an audit event that says so. */
export interface Vault {
  /** Encrypts with the newest key. Throws `KeyRingError` when the file of keys is gone or damaged. */
  seal(plaintext: Buffer, context: SealContext): string;
  /** Throws `SealError`: `seal-broken` (changed, or not of this context) or `key-missing`. */
  open(record: string, context: SealContext): Buffer;
  /** Whether the record is sealed with the newest key. */
  isCurrent(record: string): boolean;
  /** The same secret under the newest key, without decrypting it. Throws `SealError` as `open` does. */
  rewrap(record: string, context: SealContext): string;
  /**
   * HMAC-SHA256 (32 bytes) with a key of the file that no rotation changes: stands for a text, such as a phone number,
   * that has to be recognised and must not be stored. `purpose` keeps fingerprints of different things apart.
   */
  fingerprint(text: string, purpose: string): Buffer;
}

/** What the vault says about its file. */
export type VaultLog = Pick<Log, 'warn' | 'error'>;

/**
 * Opens the key ring in `file` and makes one, with a warning, where there is none. The file may be replaced at any time,
 * by `keys rotate` for example: it is read again when it was, and when a record names a key that is not known yet.
 * Throws `KeyRingError` with a sentence for the operator.
 */
export function openVault({ file, log }: { file: string; log: VaultLog }): Vault {
  let { ring, stamp } = readOrCreate(file, log);

  function reload(): KeyRing {
    ({ ring, stamp } = readKeyRing(file));
    return ring;
  }
  /** A key that is in memory alone would be lost at the next start, and with it what was sealed with it. */
  function currentKey(): RingKey {
    return (stampKeyRing(file) === stamp ? ring : reload()).keys[0];
  }
  function findKey(keyId: string): RingKey | null {
    const known = ring.keys.find(({ id }) => id === keyId);
    if (known !== undefined || stampKeyRing(file) === stamp) return known ?? null;
    try {
      return reload().keys.find(({ id }) => id === keyId) ?? null;
    } catch (error) {
      if (!(error instanceof KeyRingError)) throw error;
      log.error({ reason: error.code, keyId }, error.message);
      return null;
    }
  }
  return {
    seal: (plaintext, context) => sealRecord(plaintext, context, currentKey(), randomBytes),
    open: (record, context) => openRecord(record, context, findKey),
    isCurrent: (record) => keyIdOf(record) === currentKey().id,
    rewrap: (record, context) => rewrapRecord(record, context, findKey, currentKey(), randomBytes),
    fingerprint: (text, purpose) => fingerprint(ring.fingerprintKey, text, purpose),
  };
}

export function fingerprint(key: Buffer, text: string, purpose: string): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify([purpose, text]))
    .digest();
}

function readOrCreate(file: string, log: VaultLog): ReturnType<typeof readKeyRing> {
  if (stampKeyRing(file) !== null) return readKeyRing(file);
  let keyId: string | null = null;
  changeKeyRing(file, (ring) => {
    // Another process was first.
    if (ring !== null) return null;
    const made = createKeyRing(new Date(), randomBytes);
    keyId = made.keys[0].id;
    return made;
  });
  const sentence = 'a file of encryption keys was made: back it up, without it connected accounts are lost';
  if (keyId !== null) log.warn({ file, keyId }, sentence);
  return readKeyRing(file);
}
