import { type GcmBox, ivBytes, keyBytes, tagBytes } from './aes-gcm.ts';

/** The parts of a sealed record: `v1.kid.wrappedDek.iv.tag.ct`, binary ones in base64url. */
export interface RecordParts {
  /** The key of the ring that wraps the record's own key. */
  keyId: string;
  /** The record's own key, encrypted: iv, tag and ciphertext one after the other. */
  wrapped: GcmBox;
  sealed: GcmBox;
}

const version = 'v1';
const wrappedBytes = ivBytes + tagBytes + keyBytes;

/** What a key's name may be: it stands between dots and in logs. */
export const keyIdPattern = /^[a-z0-9-]{1,40}$/;

/** The text that is stored. */
export function formatRecord({ keyId, wrapped, sealed }: RecordParts): string {
  const dek = Buffer.concat([wrapped.iv, wrapped.tag, wrapped.ciphertext]);
  const binary = [dek, sealed.iv, sealed.tag, sealed.ciphertext].map((part) => part.toString('base64url'));
  return [version, keyId, ...binary].join('.');
}

/** The parts of a stored text; null: it is not a record, or not written exactly as we write it. */
export function parseRecord(text: string): RecordParts | null {
  const parts = text.split('.');
  const [writtenVersion = '', keyId = '', dekText = '', ivText = '', tagText = '', ciphertextText = ''] =
    parts;
  if (parts.length !== 6 || writtenVersion !== version || !keyIdPattern.test(keyId)) return null;
  const [dek, iv, tag, ciphertext] = [dekText, ivText, tagText, ciphertextText].map(decode);
  if (!dek || !iv || !tag || !ciphertext) return null;
  if (dek.length !== wrappedBytes || iv.length !== ivBytes || tag.length !== tagBytes) return null;
  const wrapped = {
    iv: dek.subarray(0, ivBytes),
    tag: dek.subarray(ivBytes, ivBytes + tagBytes),
    ciphertext: dek.subarray(ivBytes + tagBytes),
  };
  return { keyId, wrapped, sealed: { iv, tag, ciphertext } };
}

/** Node skips what is not base64url, and the last character has bits to spare: only one spelling is accepted. */
function decode(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}
