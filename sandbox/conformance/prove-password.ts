import { createHash, randomBytes } from 'node:crypto';
import { DH_GENERATOR, DH_PRIME, raiseModPrime } from '#sandbox/crypto/diffie-hellman.ts';
import { computePasswordKey, computeProof } from '#sandbox/crypto/srp.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';

/** The client's side of a two-step password: `inputCheckPasswordSRP` for the question of `account.getPassword`. */
export async function provePassword(question: TlObject, password: string): Promise<TlObject> {
  const { salt1, salt2 } = Object(question.current_algo) as { salt1: Buffer; salt2: Buffer };
  const serverValue = question.srp_B as Buffer;
  const generator = pad(Buffer.from([DH_GENERATOR]));
  const secret = randomBytes(256);
  const ownValue = raiseModPrime(generator, secret);
  const key = await computePasswordKey(password, { salt1, salt2 });
  const verifier = raiseModPrime(generator, key);
  const prime = toNumber(DH_PRIME);
  const multiplied = (toNumber(sha256(DH_PRIME, generator)) * toNumber(verifier)) % prime;
  const base = (toNumber(serverValue) - multiplied + prime) % prime;
  const scrambled = toNumber(sha256(ownValue, serverValue)) * toNumber(key);
  const shared = raiseModPrime(toBytes(base), toBytes((toNumber(secret) + scrambled) % (prime - 1n)));
  return {
    _: 'inputCheckPasswordSRP',
    srp_id: question.srp_id,
    A: ownValue,
    M1: computeProof({ salt1, salt2 }, ownValue, serverValue, shared),
  };
}

function sha256(...parts: Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

function toNumber(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function toBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(512, '0'), 'hex');
}

function pad(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(256 - bytes.length), bytes]);
}
