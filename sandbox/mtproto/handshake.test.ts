import { constants, createHash, publicEncrypt, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createKeyExchange } from '#sandbox/crypto/diffie-hellman.ts';
import { computeNewNonceHash, deriveHandshakeKey, sha1 } from '#sandbox/crypto/handshake-key.ts';
import { decryptIge, encryptIge } from '#sandbox/crypto/ige.ts';
import { createRsaKey, type RsaKey } from '#sandbox/crypto/rsa-key.ts';
import { TlCursor } from '#sandbox/tl/tl-cursor.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { createHandshake } from './handshake.ts';
import { type Handshake, readInner } from './handshake-values.ts';
import { type KeyStore, openKeyStore } from './key-store.ts';
import { writeService } from './write-service.ts';

let rsaKey: RsaKey;
beforeAll(() => {
  rsaKey = createRsaKey();
});

/** What a test may say differently from an honest client. */
interface Lies {
  dc?: number;
  fingerprint?: bigint;
  p?: Buffer;
  innerNonce?: Buffer;
  encrypted?: Buffer;
  retryId?: bigint;
  publicValue?: Buffer;
  hash?: Buffer;
}

function start(mustRetry: (authKey: Buffer) => boolean = () => false): {
  server: Handshake;
  keyStore: KeyStore;
} {
  const keyStore = openKeyStore(null);
  return {
    server: createHandshake({ dcId: 2, rsaKey, keyStore, now: () => 1_700_000_000, mustRetry }),
    keyStore,
  };
}

/** RSA_PAD as a client does it. */
function rsaPad(plain: Buffer): Buffer {
  const data = Buffer.concat([plain, randomBytes(192 - plain.length)]);
  for (;;) {
    const key = randomBytes(32);
    const hash = createHash('sha256').update(key).update(data).digest();
    const encrypted = encryptIge(Buffer.concat([Buffer.from(data).reverse(), hash]), key, Buffer.alloc(32));
    const mask = createHash('sha256').update(encrypted).digest();
    const block = Buffer.concat([key.map((byte, index) => byte ^ (mask[index] ?? 0)), encrypted]);
    if (Buffer.compare(block, rsaKey.modulus) < 0) {
      return publicEncrypt({ key: rsaKey.publicPem, padding: constants.RSA_NO_PADDING }, block);
    }
  }
}

function factor(pq: Buffer): [Buffer, Buffer] {
  const product = BigInt(`0x${pq.toString('hex')}`);
  let divisor = 2n ** 27n + 1n;
  while (product % divisor !== 0n) divisor += 2n;
  const bytes = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(8, '0'), 'hex');
  return [bytes(divisor), bytes(product / divisor)];
}

/** Plays the client until the key exchange; `finish` sends the client's half, once per try. */
function play(server: Handshake, lies: Lies = {}) {
  const nonce = randomBytes(16);
  const newNonce = randomBytes(32);
  const question = server({ _: 'req_pq_multi', nonce });
  const server_nonce = question.server_nonce as Buffer;
  const pq = question.pq as Buffer;
  const [p, q] = factor(pq);
  const inner = {
    _: 'p_q_inner_data_dc',
    pq,
    p,
    q,
    nonce: lies.innerNonce ?? nonce,
    server_nonce,
    new_nonce: newNonce,
    dc: lies.dc ?? 2,
  };
  const parameters = server({
    _: 'req_DH_params',
    nonce,
    server_nonce,
    p: lies.p ?? p,
    q,
    public_key_fingerprint: lies.fingerprint ?? rsaKey.fingerprint,
    encrypted_data: lies.encrypted ?? rsaPad(writeService(inner)),
  });
  const { key, iv } = deriveHandshakeKey(newNonce, server_nonce);
  const answer = decryptIge(parameters.encrypted_answer as Buffer, key, iv);
  const cursor = new TlCursor(answer, 20);
  const dh = readInner(answer, cursor);
  expect(sha1(answer.subarray(20, cursor.offset))).toEqual(answer.subarray(0, 20));
  function finish(retryId = lies.retryId ?? 0n): { result: TlObject; authKey: Buffer } {
    const exchange = createKeyExchange();
    const half = {
      _: 'client_DH_inner_data',
      nonce,
      server_nonce,
      retry_id: retryId,
      g_b: lies.publicValue ?? exchange.publicValue,
    };
    const plain = writeService(half);
    const hashed = Buffer.concat([lies.hash ?? sha1(plain), plain]);
    const padded = Buffer.concat([hashed, randomBytes((16 - (hashed.length % 16)) % 16)]);
    const encrypted_data = encryptIge(padded, key, iv);
    const result = server({ _: 'set_client_DH_params', nonce, server_nonce, encrypted_data });
    return { result, authKey: exchange.computeSecret(dh?.g_a as Buffer) };
  }
  return { finish, newNonce, serverNonce: server_nonce };
}

describe('a handshake', () => {
  it('gives both sides the same key and first salt', () => {
    const { server, keyStore } = start();
    const { finish, newNonce, serverNonce } = play(server);
    const { result, authKey } = finish();
    expect(result._).toBe('dh_gen_ok');
    expect(result.new_nonce_hash1).toEqual(computeNewNonceHash(newNonce, 1, authKey));
    const [key] = keyStore.list();
    expect(key?.authKey).toEqual(authKey);
    expect(key?.firstSalt).toBe(newNonce.readBigInt64LE(0) ^ serverNonce.readBigInt64LE(0));
    expect(key?.authorization.createdAt).toBe(1_700_000_000);
  });

  it('goes on after dh_gen_retry with the hash of the refused key as retry id, and with no other', () => {
    let tries = 0;
    const { server, keyStore } = start(() => {
      tries += 1;
      return tries % 2 === 1;
    });
    const honest = play(server);
    const refused = honest.finish();
    expect(refused.result._).toBe('dh_gen_retry');
    expect(refused.result.new_nonce_hash2).toEqual(computeNewNonceHash(honest.newNonce, 2, refused.authKey));
    expect(honest.finish(sha1(refused.authKey).readBigInt64LE(0)).result._).toBe('dh_gen_ok');
    expect(keyStore.list()).toHaveLength(1);
    const forgetful = play(server);
    forgetful.finish();
    expect(() => forgetful.finish(0n)).toThrow('a wrong retry id');
  });

  it('may begin again at any step, and test servers may be meant', () => {
    const { server } = start();
    play(server);
    expect(play(server, { dc: 10_002 }).finish().result._).toBe('dh_gen_ok');
    expect(play(server, { dc: -2 }).finish().result._).toBe('dh_gen_ok');
  });

  it.each<[string, Lies]>([
    ['a key for another data centre', { dc: 3 }],
    ['an unknown RSA key', { fingerprint: 1n }],
    ['a value that differs from ours', { p: Buffer.from([7]) }],
    ['a value that differs from ours', { innerNonce: Buffer.alloc(16) }],
    ['encrypted data that is no p_q_inner_data', { encrypted: Buffer.alloc(256, 255) }],
    ['encrypted data that is no p_q_inner_data', { encrypted: Buffer.alloc(256, 1) }],
    ['a wrong retry id', { retryId: 5n }],
    ['an unsafe g_b', { publicValue: Buffer.from([1]) }],
    ['an unsafe g_b', { publicValue: Buffer.alloc(256, 255) }],
    ['a wrong hash', { hash: Buffer.alloc(20) }],
  ])('refuses %s (case %#)', (reason, lies) => {
    const { server, keyStore } = start();
    expect(() => play(server, lies).finish()).toThrow(reason);
    expect(keyStore.list()).toEqual([]);
  });

  it('refuses steps out of order', () => {
    const { server } = start();
    expect(() => server({ _: 'set_client_DH_params' })).toThrow('a handshake that begins with');
    const { finish } = play(server);
    finish();
    expect(() => finish()).toThrow('a handshake that is over');
  });
});
