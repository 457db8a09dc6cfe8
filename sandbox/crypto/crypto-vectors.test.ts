import { createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeAuthKeyId } from './auth-key-id.ts';
import { DH_PRIME } from './diffie-hellman.ts';
import { deriveHandshakeKey, sha1 } from './handshake-key.ts';
import { decryptIge, encryptIge } from './ige.ts';
import { deriveMessageKey, deriveMessageKeyV1 } from './message-key.ts';
import { computeFingerprint } from './rsa-key.ts';

/** Larger than 2^53, so read as text before JSON can round it. */
const text = readFileSync(new URL('./vectors/vectors.json', import.meta.url), 'utf8');
const vectors = JSON.parse(text.replace(/("fingerprint_le_int64": )(-?\d+)/g, '$1"$2"'));
const hex = (value: string): Buffer => Buffer.from(value, 'hex');

describe('AES-256-IGE', () => {
  const { key_hex, iv_hex, plain_hex, cipher_hex } = vectors.aes_256_ige;

  it('gives the published answer in both directions', () => {
    expect(encryptIge(hex(plain_hex), hex(key_hex), hex(iv_hex)).toString('hex')).toBe(cipher_hex);
    expect(decryptIge(hex(cipher_hex), hex(key_hex), hex(iv_hex)).toString('hex')).toBe(plain_hex);
  });

  it('is undone by its reverse for every number of blocks', () => {
    const key = randomBytes(32);
    const iv = randomBytes(32);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (blocks) => {
        const plain = randomBytes(16 * blocks);
        expect(decryptIge(encryptIge(plain, key, iv), key, iv)).toEqual(plain);
      }),
    );
  });

  it('agrees on one block with plain ECB', () => {
    const key = randomBytes(32);
    const plain = randomBytes(16);
    const encrypted = encryptIge(plain, key, Buffer.alloc(32));
    const ecb = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
    expect(ecb.update(encrypted)).toEqual(plain);
  });

  it('refuses part of a block', () => {
    expect(() => encryptIge(Buffer.alloc(15), Buffer.alloc(32), Buffer.alloc(32))).toThrow(RangeError);
  });
});

describe('message keys', () => {
  const { auth_key_hex, msg_key_hex, auth_key_id_hex, ...cases } = vectors.mtproto_message_kdf;
  const derivations = [
    ['v2_client', deriveMessageKey, 'from-client'],
    ['v2_server', deriveMessageKey, 'from-server'],
    ['v1_client', deriveMessageKeyV1, 'from-client'],
    ['v1_server', deriveMessageKeyV1, 'from-server'],
  ] as const;

  it.each(derivations)('are derived as published: %s', (name, derive, direction) => {
    const { key, iv } = derive(hex(auth_key_hex), hex(msg_key_hex), direction);
    expect(key.toString('hex')).toBe(cases[name].key_hex);
    expect(iv.toString('hex')).toBe(cases[name].iv_hex);
  });

  it('belong to the published auth key id', () => {
    expect(computeAuthKeyId(hex(auth_key_hex)).toString('hex')).toBe(auth_key_id_hex);
  });
});

describe('the handshake', () => {
  const sample = vectors.mtproto_handshake;

  it('derives the temporary key of the official sample and decrypts its answer', () => {
    const { key, iv } = deriveHandshakeKey(hex(sample.new_nonce_hex), hex(sample.server_nonce_hex));
    expect(key.toString('hex')).toBe(sample.tmp_aes_key_hex);
    expect(iv.toString('hex')).toBe(sample.tmp_aes_iv_hex);
    const answerWithHash = decryptIge(hex(sample.encrypted_answer_hex), key, iv);
    const answer = answerWithHash.subarray(20, 20 + sample.answer_hex.length / 2);
    expect(answer.toString('hex')).toBe(sample.answer_hex);
    expect(sha1(answer)).toEqual(answerWithHash.subarray(0, 20));
  });

  it('uses the well-known prime', () => {
    expect(DH_PRIME.toString('hex')).toBe(sample.dh_prime_hex);
  });
});

it.each<{ pem: string; fingerprint_le_int64: string }>(vectors.rsa_fingerprint)(
  'finds the published fingerprint $fingerprint_le_int64',
  ({ pem, fingerprint_le_int64 }) => {
    expect(computeFingerprint(pem)).toBe(BigInt(fingerprint_le_int64));
  },
);
