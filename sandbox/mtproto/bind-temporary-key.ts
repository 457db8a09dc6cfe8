import { decryptIge } from '#sandbox/crypto/ige.ts';
import { computeMessageKeyV1, deriveMessageKeyV1 } from '#sandbox/crypto/message-key.ts';
import { readTl } from '#sandbox/tl/read-tl.ts';
import { TlError } from '#sandbox/tl/tl-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { KeyStore, StoredKey } from './key-store.ts';
import { RpcError } from './rpc-error.ts';
import type { Session } from './session.ts';

/** Key id and message key in front; 16 random bytes, message id, sequence number and length inside. */
const OUTER_BYTES = 24;
const INNER_OFFSET = 32;
const INNER_BYTES = 40;

/**
 * `auth.bindTempAuthKey`, the second half of perfect forward secrecy: the client proves with a message under its
 * permanent key that the temporary key of this session is its own. From then on both share one authorization. Throws
 * `RpcError`.
 */
export function bindTemporaryKey(
  keyStore: KeyStore,
  session: Session,
  messageId: bigint,
  request: TlObject,
): void {
  const { key } = session;
  if (key.expiresAt === null) throw new RpcError(400, 'TEMP_AUTH_KEY_EMPTY');
  const permanent = keyStore.find(spellKeyId(request.perm_auth_key_id as bigint));
  if (!permanent || permanent.expiresAt !== null) throw invalid();
  const { inner, innerMessageId } = openProof(request.encrypted_message as Buffer, permanent);
  const isProven =
    inner._ === 'bind_auth_key_inner' &&
    innerMessageId === messageId &&
    inner.nonce === request.nonce &&
    inner.perm_auth_key_id === request.perm_auth_key_id &&
    inner.temp_session_id === session.id &&
    inner.expires_at === request.expires_at &&
    spellKeyId(inner.temp_auth_key_id as bigint) === key.authKeyId;
  if (!isProven) throw invalid();
  key.permanent = permanent;
  key.authorization = permanent.authorization;
}

function openProof(encrypted: Buffer, permanent: StoredKey): { inner: TlObject; innerMessageId: bigint } {
  const length = encrypted.length - OUTER_BYTES;
  if (length < INNER_OFFSET + INNER_BYTES || length % 16 !== 0) throw invalid();
  if (encrypted.subarray(0, 8).toString('hex') !== permanent.authKeyId) throw invalid();
  const messageKey = encrypted.subarray(8, OUTER_BYTES);
  const { key, iv } = deriveMessageKeyV1(permanent.authKey, messageKey, 'from-client');
  const plain = decryptIge(encrypted.subarray(OUTER_BYTES), key, iv);
  const signed = plain.subarray(0, INNER_OFFSET + INNER_BYTES);
  if (!computeMessageKeyV1(signed).equals(messageKey)) throw invalid();
  return { inner: read(signed.subarray(INNER_OFFSET)), innerMessageId: plain.readBigInt64LE(16) };
}

function read(bytes: Buffer): TlObject {
  try {
    return readTl(bytes);
  } catch (failure) {
    if (failure instanceof TlError) throw invalid();
    throw failure;
  }
}

function spellKeyId(id: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(id);
  return bytes.toString('hex');
}

function invalid(): RpcError {
  return new RpcError(400, 'ENCRYPTED_MESSAGE_INVALID');
}
