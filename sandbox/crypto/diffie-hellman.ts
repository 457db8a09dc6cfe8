import { createDiffieHellman, type DiffieHellman, randomBytes } from 'node:crypto';

/** Telegram's well-known 2048-bit safe prime; GramJS accepts no other. */
export const DH_PRIME = Buffer.from(
  'c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4db' +
    'fa336f6e0ac925139543aed44cce7c3720fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64' +
    '2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4a4a695811051907e162753b56b0f6b41' +
    '0dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4' +
    'e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf' +
    '6f4fadf034b10403119cd8e3b92fcc5b',
  'hex',
);
export const DH_GENERATOR = 3;

const PRIME = BigInt(`0x${DH_PRIME.toString('hex')}`);
const MARGIN = 1n << (2048n - 64n);

/** One side's secret of a key exchange, with its public value g_a. */
export interface KeyExchange {
  /** 256 bytes. */
  publicValue: Buffer;
  /** The auth key, 256 bytes, from the other side's public value. */
  computeSecret(otherPublicValue: Buffer): Buffer;
}

/** A new secret. Repeats until the public value is in the range clients insist on. */
export function createKeyExchange(): KeyExchange {
  for (;;) {
    const secret = randomBytes(256);
    const publicValue = leftPad(arithmeticOf(secret).generateKeys());
    if (isSafePublicValue(publicValue)) {
      return { publicValue, computeSecret: (other) => leftPad(arithmeticOf(secret).computeSecret(other)) };
    }
  }
}

/** Node proves the prime for 230 ms whenever it makes such an object, so one is made and given each secret in turn. */
let shared: DiffieHellman | null = null;

function arithmeticOf(secret: Buffer): DiffieHellman {
  shared ??= createDiffieHellman(DH_PRIME, DH_GENERATOR);
  shared.setPrivateKey(secret);
  return shared;
}

/** base^exponent modulo the prime, 256 bytes. */
export function raiseModPrime(base: Buffer, exponent: Buffer): Buffer {
  return leftPad(arithmeticOf(exponent).computeSecret(base));
}

/** Both sides must keep g_a and g_b between 2^(2048-64) and the prime minus that. */
export function isSafePublicValue(value: Buffer): boolean {
  if (value.length > 256 || value.length === 0) return false;
  const number = BigInt(`0x${value.toString('hex')}`);
  return number >= MARGIN && number <= PRIME - MARGIN;
}

function leftPad(value: Buffer): Buffer {
  return value.length >= 256 ? value : Buffer.concat([Buffer.alloc(256 - value.length), value]);
}
