import { randomBytes } from 'node:crypto';
import { createKeyExchange, DH_GENERATOR, DH_PRIME } from '#sandbox/crypto/diffie-hellman.ts';
import { deriveHandshakeKey, sha1 } from '#sandbox/crypto/handshake-key.ts';
import { encryptIge } from '#sandbox/crypto/ige.ts';
import { createPrimeProduct, type PrimeProduct } from '#sandbox/crypto/prime-product.ts';
import type { RsaKey } from '#sandbox/crypto/rsa-key.ts';
import { decryptRsaPad } from '#sandbox/crypto/rsa-pad.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { answerClientDh, type KeyAgreement } from './agree-on-key.ts';
import { type Continue, expectSame, type Handshake, readInner, refusal } from './handshake-values.ts';
import { writeService } from './write-service.ts';

export interface HandshakeOptions extends KeyAgreement {
  dcId: number;
  rsaKey: RsaKey;
}

/** Keys whose first byte is zero: clients that keep them as numbers lose it, and both JavaScript clients do. */
export function hasLeadingZero(authKey: Buffer): boolean {
  return authKey[0] === 0;
}

/**
 * The server's side of creating one auth key, as core.telegram.org/mtproto/auth_key describes it. What it returns
 * answers the requests of one connection in order and throws `ProtocolError`.
 */
export function createHandshake(options: HandshakeOptions): Handshake {
  let step: Handshake = (request) => answerPq(options, request, continueWith);

  function continueWith(next: Handshake): void {
    step = next;
  }

  return (request) => {
    // A client may begin again on the same connection at any time.
    if (isPqRequest(request)) return answerPq(options, request, continueWith);
    return step(request);
  };
}

function isPqRequest(request: TlObject): boolean {
  return request._ === 'req_pq_multi' || request._ === 'req_pq';
}

function answerPq(options: HandshakeOptions, request: TlObject, continueWith: Continue): TlObject {
  if (!isPqRequest(request)) throw refusal(`a handshake that begins with ${request._}`);
  const nonce = request.nonce as Buffer;
  const serverNonce = randomBytes(16);
  const product = createPrimeProduct();
  continueWith((next) => answerDhRequest(options, { nonce, serverNonce, product }, next, continueWith));
  return {
    _: 'resPQ',
    nonce,
    server_nonce: serverNonce,
    pq: product.pq,
    server_public_key_fingerprints: [options.rsaKey.fingerprint],
  };
}

interface PqState {
  nonce: Buffer;
  serverNonce: Buffer;
  product: PrimeProduct;
}

function answerDhRequest(
  options: HandshakeOptions,
  state: PqState,
  request: TlObject,
  continueWith: Continue,
): TlObject {
  if (request._ !== 'req_DH_params') throw refusal(`${request._} instead of req_DH_params`);
  const { product } = state;
  expectSame(request.nonce, state.nonce);
  expectSame(request.server_nonce, state.serverNonce);
  expectSame(request.p, product.p);
  expectSame(request.q, product.q);
  if (request.public_key_fingerprint !== options.rsaKey.fingerprint) throw refusal('an unknown RSA key');
  const data = decryptRsaPad(request.encrypted_data as Buffer, options.rsaKey);
  const inner = data ? readInner(data) : null;
  if (!inner?._.startsWith('p_q_inner_data')) throw refusal('encrypted data that is no p_q_inner_data');
  expectSame(inner.nonce, state.nonce);
  expectSame(inner.server_nonce, state.serverNonce);
  expectSame(inner.pq, product.pq);
  // Test servers add 10,000 and media-only ones negate; older clients leave the data centre out.
  if (typeof inner.dc === 'number' && Math.abs(inner.dc) % 10_000 !== options.dcId) {
    throw refusal('a key for another data centre');
  }
  const newNonce = inner.new_nonce as Buffer;
  const exchange = createKeyExchange();
  const aes = deriveHandshakeKey(newNonce, state.serverNonce);
  const answer = writeService({
    _: 'server_DH_inner_data',
    nonce: state.nonce,
    server_nonce: state.serverNonce,
    g: DH_GENERATOR,
    dh_prime: DH_PRIME,
    g_a: exchange.publicValue,
    server_time: Math.floor(options.now()),
  });
  const expiresIn = typeof inner.expires_in === 'number' ? inner.expires_in : null;
  const dhState = { ...state, newNonce, aes, exchange, expiresIn, failedKeyHash: 0n };
  continueWith((next) => answerClientDh(options, dhState, next, continueWith));
  return {
    _: 'server_DH_params_ok',
    nonce: state.nonce,
    server_nonce: state.serverNonce,
    encrypted_answer: encryptIge(padToBlocks(Buffer.concat([sha1(answer), answer])), aes.key, aes.iv),
  };
}

function padToBlocks(plain: Buffer): Buffer {
  return Buffer.concat([plain, randomBytes((16 - (plain.length % 16)) % 16)]);
}
