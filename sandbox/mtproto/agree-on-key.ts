import type { KeyExchange } from '#sandbox/crypto/diffie-hellman.ts';
import { isSafePublicValue } from '#sandbox/crypto/diffie-hellman.ts';
import { computeNewNonceHash, sha1 } from '#sandbox/crypto/handshake-key.ts';
import { decryptIge } from '#sandbox/crypto/ige.ts';
import type { AesKey } from '#sandbox/crypto/message-key.ts';
import { TlCursor } from '#sandbox/tl/tl-cursor.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { type Continue, expectSame, readInner, refusal } from './handshake-values.ts';
import type { KeyStore } from './key-store.ts';

export interface KeyAgreement {
  keyStore: KeyStore;
  now: () => number;
  /** Which agreed keys to refuse with `dh_gen_retry`. */
  mustRetry: (authKey: Buffer) => boolean;
}

/** What both sides know when the client sends its half of the key exchange. */
export interface DhState {
  nonce: Buffer;
  serverNonce: Buffer;
  newNonce: Buffer;
  aes: AesKey;
  exchange: KeyExchange;
  expiresIn: number | null;
  /** What `retry_id` must be: 0, then the hash of the key that was refused. */
  failedKeyHash: bigint;
}

/** Answers `set_client_DH_params`: keeps the key both sides now have, or asks for another. */
export function answerClientDh(
  options: KeyAgreement,
  state: DhState,
  request: TlObject,
  continueWith: Continue,
): TlObject {
  if (request._ !== 'set_client_DH_params') throw refusal(`${request._} instead of set_client_DH_params`);
  expectSame(request.nonce, state.nonce);
  expectSame(request.server_nonce, state.serverNonce);
  const inner = openClientDh(request.encrypted_data as Buffer, state);
  if (inner.retry_id !== state.failedKeyHash) throw refusal('a wrong retry id');
  const publicValue = inner.g_b as Buffer;
  if (!isSafePublicValue(publicValue)) throw refusal('an unsafe g_b');
  const authKey = state.exchange.computeSecret(publicValue);
  const nonces = { nonce: state.nonce, server_nonce: state.serverNonce };
  if (options.mustRetry(authKey)) {
    // Hashed without leading zeroes, as the clients that cannot use such a key do.
    const shortened = authKey.subarray(authKey.findIndex((byte) => byte !== 0));
    const failedKeyHash = sha1(shortened).readBigInt64LE(0);
    continueWith((next) => answerClientDh(options, { ...state, failedKeyHash }, next, continueWith));
    const hash = computeNewNonceHash(state.newNonce, 2, shortened);
    return { _: 'dh_gen_retry', ...nonces, new_nonce_hash2: hash };
  }
  const now = Math.floor(options.now());
  options.keyStore.add(authKey, firstSaltOf(state), {
    createdAt: now,
    expiresAt: state.expiresIn === null ? null : now + state.expiresIn,
  });
  continueWith(() => {
    throw refusal('a handshake that is over');
  });
  return { _: 'dh_gen_ok', ...nonces, new_nonce_hash1: computeNewNonceHash(state.newNonce, 1, authKey) };
}

function openClientDh(encrypted: Buffer, state: DhState): TlObject {
  if (encrypted.length === 0 || encrypted.length % 16 !== 0)
    throw refusal('encrypted data of a wrong length');
  const plain = decryptIge(encrypted, state.aes.key, state.aes.iv);
  const cursor = new TlCursor(plain, 20);
  const inner = readInner(plain, cursor);
  if (inner?._ !== 'client_DH_inner_data') throw refusal('encrypted data that is no client_DH_inner_data');
  if (!sha1(plain.subarray(20, cursor.offset)).equals(plain.subarray(0, 20))) throw refusal('a wrong hash');
  expectSame(inner.nonce, state.nonce);
  expectSame(inner.server_nonce, state.serverNonce);
  return inner;
}

function firstSaltOf(state: DhState): bigint {
  return state.newNonce.readBigInt64LE(0) ^ state.serverNonce.readBigInt64LE(0);
}
