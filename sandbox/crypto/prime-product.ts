import { randomInt } from 'node:crypto';

export interface PrimeProduct {
  /** 8 bytes at most, big endian, without leading zeroes, as are its factors. */
  pq: Buffer;
  p: Buffer;
  q: Buffer;
}

/**
 * A product of two primes for the client to factor as proof of work. Telegram's have 63 bits; factors of 28 bits keep
 * a handshake quick, since GramJS factors in JavaScript (10 ms instead of 130).
 */
export function createPrimeProduct(bits = 28): PrimeProduct {
  for (;;) {
    const [p, q] = [randomPrime(bits), randomPrime(bits)].sort((left, right) => left - right);
    if (p === undefined || q === undefined || p === q) continue;
    const pq = toBytes(BigInt(p) * BigInt(q));
    // GramJS reads it as a signed number and never comes back from factoring a negative one.
    if ((pq[0] ?? 0) < 0x80) return { pq, p: toBytes(BigInt(p)), q: toBytes(BigInt(q)) };
  }
}

function randomPrime(bits: number): number {
  for (;;) {
    const candidate = randomInt(2 ** (bits - 1), 2 ** bits) | 1;
    if (isPrime(candidate)) return candidate;
  }
}

function isPrime(odd: number): boolean {
  for (let divisor = 3; divisor * divisor <= odd; divisor += 2) if (odd % divisor === 0) return false;
  return true;
}

function toBytes(value: bigint): Buffer {
  const text = value.toString(16);
  return Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex');
}
