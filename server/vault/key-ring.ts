import { z } from 'zod';
import { keyBytes } from './aes-gcm.ts';
import { keyIdPattern } from './record-text.ts';
import type { Random, RingKey } from './seal-record.ts';

export interface KeptKey extends RingKey {
  createdAt: Date;
}

export interface KeyRing {
  /** The keys that wrap the keys of records, newest first. The first one is current: records are sealed with it. */
  keys: readonly [KeptKey, ...KeptKey[]];
  /** Outlives every rotation, so that a fingerprint stays the same. */
  fingerprintKey: Buffer;
}

const keyText = z.base64().transform((text) => Buffer.from(text, 'base64'));
const keySchema = z.object({
  id: z.string().regex(keyIdPattern),
  key: keyText,
  created_at: z.iso.datetime().transform((text) => new Date(text)),
});
const ringSchema = z.object({
  version: z.literal(1),
  fingerprint_key: keyText,
  keys: z.array(keySchema).min(1),
});

/** What a file of keys holds; null: it is damaged or not a file of keys. */
export function parseKeyRing(text: string): KeyRing | null {
  const parsed = ringSchema.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const fingerprintKey = parsed.data.fingerprint_key;
  const keys = parsed.data.keys.map(({ id, key, created_at }) => ({ id, key, createdAt: created_at }));
  const areSound = [fingerprintKey, ...keys.map(({ key }) => key)].every((key) => key.length === keyBytes);
  const [current, ...older] = keys;
  if (!areSound || new Set(keys.map(({ id }) => id)).size !== keys.length) return null;
  return current === undefined ? null : { keys: [current, ...older], fingerprintKey };
}

export function formatKeyRing({ keys, fingerprintKey }: KeyRing): string {
  const written = {
    version: 1,
    fingerprint_key: fingerprintKey.toString('base64'),
    keys: keys.map(({ id, key, createdAt }) => ({
      id,
      key: key.toString('base64'),
      created_at: createdAt.toISOString(),
    })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}

/** A ring of one key. */
export function createKeyRing(now: Date, random: Random): KeyRing {
  return { keys: [createKey(now, random)], fingerprintKey: random(keyBytes) };
}

/** The ring with a new current key; all others stay, because records are sealed with them. */
export function withNewKey(ring: KeyRing, now: Date, random: Random): KeyRing {
  return { ...ring, keys: [createKey(now, random), ...ring.keys] };
}

/** The ring without these keys; the current one always stays. */
export function withoutKeys({ keys, fingerprintKey }: KeyRing, ids: readonly string[]): KeyRing {
  const [current, ...older] = keys;
  return { keys: [current, ...older.filter(({ id }) => !ids.includes(id))], fingerprintKey };
}

function createKey(now: Date, random: Random): KeptKey {
  const day = now.toISOString().slice(0, 10);
  return { id: `${day}-${random(4).toString('hex')}`, key: random(keyBytes), createdAt: now };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The schema refuses it as it refuses any other foreign text.
    return null;
  }
}
