/**
 * Secrets at rest. Every record is encrypted (AES-256-GCM) with a key of its own, made for that one write, and this key
 * is encrypted with a key of the key ring, whose name stands in the record. What a record belongs to (table, row, owner,
 * purpose) is authenticated with both, so that a record that was moved to another row or owner does not open. Changing
 * the key of the ring re-encrypts the record's key alone and never shows the secret.
 */
import { decryptGcm, encryptGcm, ivBytes, keyBytes } from './aes-gcm.ts';
import { formatRecord, parseRecord, type RecordParts } from './record-text.ts';
import { SealError } from './seal-error.ts';

/** What a record belongs to. All of it has to be given again to open the record. */
export interface SealContext {
  table: string;
  row: string;
  owner: string;
  purpose: string;
}

/** A key of the ring: 32 bytes and its name. */
export interface RingKey {
  id: string;
  key: Buffer;
}

/** Finds a key by its name; null: the ring does not hold it. */
export type FindKey = (keyId: string) => RingKey | null;
/** Unpredictable bytes, `randomBytes` of Node outside of tests. */
export type Random = (size: number) => Buffer;

/** Encrypts `plaintext` for `context`; the same input never gives the same record twice. */
export function sealRecord(plaintext: Buffer, context: SealContext, key: RingKey, random: Random): string {
  const dek = random(keyBytes);
  const sealed = encryptGcm(dek, random(ivBytes), plaintext, aadOfContent(context));
  return wrap(dek, sealed, context, key, random);
}

/** The plaintext. Throws {@link SealError} when the record is broken, belongs elsewhere, or its key is missing. */
export function openRecord(record: string, context: SealContext, findKey: FindKey): Buffer {
  const parts = parseRecord(record);
  if (parts === null) throw new SealError('seal-broken');
  const dek = unwrap(parts, context, findKey);
  const plaintext = decryptGcm(dek, parts.sealed, aadOfContent(context));
  dek.fill(0);
  if (plaintext === null) throw new SealError('seal-broken');
  return plaintext;
}

/** The same secret under another key of the ring. Throws {@link SealError} as {@link openRecord} does. */
export function rewrapRecord(
  record: string,
  context: SealContext,
  findKey: FindKey,
  key: RingKey,
  random: Random,
): string {
  const parts = parseRecord(record);
  if (parts === null) throw new SealError('seal-broken');
  return wrap(unwrap(parts, context, findKey), parts.sealed, context, key, random);
}

/** The name of the key that a record is sealed with; null: it is not a record. */
export function keyIdOf(record: string): string | null {
  return parseRecord(record)?.keyId ?? null;
}

function wrap(
  dek: Buffer,
  sealed: RecordParts['sealed'],
  context: SealContext,
  key: RingKey,
  random: Random,
): string {
  const wrapped = encryptGcm(key.key, random(ivBytes), dek, aadOfKey(context, key.id));
  dek.fill(0);
  return formatRecord({ keyId: key.id, wrapped, sealed });
}

function unwrap({ keyId, wrapped }: RecordParts, context: SealContext, findKey: FindKey): Buffer {
  const key = findKey(keyId);
  if (key === null) throw new SealError('key-missing', keyId);
  const dek = decryptGcm(key.key, wrapped, aadOfKey(context, keyId));
  if (dek === null) throw new SealError('seal-broken');
  return dek;
}

/** JSON keeps the parts apart: no two contexts give the same bytes. */
function aadOfContent({ table, row, owner, purpose }: SealContext): Buffer {
  return Buffer.from(JSON.stringify(['v1', 'content', table, row, owner, purpose]));
}

function aadOfKey({ table, row, owner, purpose }: SealContext, keyId: string): Buffer {
  return Buffer.from(JSON.stringify(['v1', 'key', keyId, table, row, owner, purpose]));
}
