import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DH_GENERATOR, DH_PRIME, raiseModPrime } from './diffie-hellman.ts';
import {
  computePasswordKey,
  computeProof,
  computeVerifier,
  createSrpChallenge,
  isRightProof,
  type PasswordSalts,
} from './srp.ts';
import vectors from './vectors/vectors.json' with { type: 'json' };

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const number = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
const bytes = (value: bigint): Buffer => hex(value.toString(16).padStart(512, '0'));
const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const prime = number(DH_PRIME);
const generator = bytes(BigInt(DH_GENERATOR));

/** The client's side, as core.telegram.org/api/srp writes it down. */
async function answer(password: string, salts: PasswordSalts, srpB: Buffer, secret: Buffer) {
  const a = raiseModPrime(generator, secret);
  const x = number(await computePasswordKey(password, salts));
  const verifier = number(raiseModPrime(generator, bytes(x)));
  const k = number(sha256(DH_PRIME, generator));
  const base = (((number(srpB) - k * verifier) % prime) + prime) % prime;
  const exponent = number(secret) + number(sha256(a, srpB)) * x;
  const text = exponent.toString(16);
  const shared = raiseModPrime(bytes(base), hex(text.padStart(text.length + (text.length % 2), '0')));
  return { a, m1: computeProof(salts, a, srpB, shared) };
}

describe('two-step passwords', () => {
  it.each(vectors.srp_2fa.cases)('prove themselves as published: $name', async (published) => {
    const salts = { salt1: hex(published.salt1_hex), salt2: hex(published.salt2_hex) };
    const secret = hex(published.a_hex);
    const proof = await answer(published.password, salts, hex(published.srp_B_hex), secret);
    expect(proof.a.toString('hex')).toBe(published.A_hex);
    expect(proof.m1.toString('hex')).toBe(published.M1_hex);
    expect(DH_PRIME.toString('hex')).toBe(vectors.srp_2fa.p_hex);
  });

  it('are taken when they are right and refused when anything is different', async () => {
    const salts = { salt1: randomBytes(40), salt2: randomBytes(16) };
    const verifier = await computeVerifier('пароль', salts);
    const challenge = createSrpChallenge(verifier);
    const right = await answer('пароль', salts, challenge.srpB, randomBytes(256));
    expect(isRightProof(verifier, salts, challenge, right)).toBe(true);
    const wrong = await answer('Пароль', salts, challenge.srpB, randomBytes(256));
    expect(isRightProof(verifier, salts, challenge, wrong)).toBe(false);
    expect(isRightProof(verifier, salts, createSrpChallenge(verifier), right)).toBe(false);
    expect(isRightProof(verifier, salts, challenge, { ...right, m1: Buffer.alloc(32) })).toBe(false);
  });

  it('are not taken with a public value that gives the answer away', async () => {
    const salts = { salt1: randomBytes(40), salt2: randomBytes(16) };
    const verifier = await computeVerifier('password', salts);
    const challenge = createSrpChallenge(verifier);
    // With A = 0 or A = p the shared number is 0 whatever the password is.
    for (const a of [Buffer.alloc(256), DH_PRIME]) {
      const m1 = computeProof(salts, a, challenge.srpB, Buffer.alloc(256));
      expect(isRightProof(verifier, salts, challenge, { a, m1 })).toBe(false);
    }
  });
});
