import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Compares two secrets without revealing by the time taken where they differ, or that their lengths do. */
export function equalSecrets(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

/** SHA-256 of a token: what is stored in its place. */
export function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** 256 random bits in the alphabet that Telegram allows for secrets (`A-Za-z0-9_-`), 43 characters. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}
