import { createHash, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { DH_GENERATOR, DH_PRIME, isSafePublicValue, raiseModPrime } from './diffie-hellman.ts';

/** The server's side of Telegram's two-step passwords: core.telegram.org/api/srp. Numbers are 256 bytes, big endian. */
export interface PasswordSalts {
  salt1: Buffer;
  salt2: Buffer;
}

/** What one attempt to log in is judged by. */
export interface SrpChallenge {
  /** The server's secret and its public value. */
  secret: Buffer;
  srpB: Buffer;
}

const prime = toNumber(DH_PRIME);
const generator = pad(Buffer.from([DH_GENERATOR]));
const multiplier = toNumber(sha256(DH_PRIME, generator));
const stretch = promisify(pbkdf2);
const stretchRounds = 100_000;

/** x, the number a password is turned into; 32 bytes. */
export async function computePasswordKey(password: string, { salt1, salt2 }: PasswordSalts): Promise<Buffer> {
  const first = salted(salted(Buffer.from(password, 'utf8'), salt1), salt2);
  return salted(await stretch(first, salt1, stretchRounds, 64, 'sha512'), salt2);
}

/** g^x mod p for a password: all the server ever keeps of it. */
export async function computeVerifier(password: string, salts: PasswordSalts): Promise<Buffer> {
  return raiseModPrime(generator, await computePasswordKey(password, salts));
}

/** A new challenge for whoever claims to know the password; `secret` is given by tests only. */
export function createSrpChallenge(verifier: Buffer, secret: Buffer = randomBytes(256)): SrpChallenge {
  const own = toNumber(raiseModPrime(generator, secret));
  return { secret, srpB: toBytes((multiplier * toNumber(verifier) + own) % prime) };
}

/** True where `m1` could only be made with the password. */
export function isRightProof(
  verifier: Buffer,
  salts: PasswordSalts,
  challenge: SrpChallenge,
  proof: { a: Buffer; m1: Buffer },
): boolean {
  if (!isSafePublicValue(proof.a)) return false;
  const a = pad(proof.a);
  const mixed = raiseModPrime(verifier, sha256(a, challenge.srpB));
  const shared = raiseModPrime(toBytes((toNumber(a) * toNumber(mixed)) % prime), challenge.secret);
  return computeProof(salts, a, challenge.srpB, shared).equals(proof.m1);
}

/** M1, which only somebody who knows the shared number of both sides can make; 32 bytes. */
export function computeProof(salts: PasswordSalts, a: Buffer, srpB: Buffer, shared: Buffer): Buffer {
  const groupHash = xor(sha256(DH_PRIME), sha256(generator));
  return sha256(groupHash, sha256(salts.salt1), sha256(salts.salt2), a, srpB, sha256(shared));
}

function salted(value: Buffer, salt: Buffer): Buffer {
  return sha256(salt, value, salt);
}

function sha256(...parts: Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)));
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function toBytes(value: bigint): Buffer {
  return pad(Buffer.from(value.toString(16).padStart(512, '0'), 'hex'));
}

function pad(value: Buffer): Buffer {
  return value.length >= 256 ? value : Buffer.concat([Buffer.alloc(256 - value.length), value]);
}
