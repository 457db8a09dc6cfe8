import { createHmac } from 'node:crypto';
import type { StoredKey } from './key-store.ts';

/** A salt is given out for half an hour and good for one. */
const PERIOD_SECONDS = 1800;
const VALID_SECONDS = 3600;

export interface FutureSalt {
  validSince: number;
  validUntil: number;
  salt: bigint;
}

/**
 * Server salts follow from the auth key and the time, so nothing needs to be stored and a restart changes nothing.
 * The salt of the handshake is good for the first hour of a key.
 */
export function currentSalt(key: StoredKey, now: number): bigint {
  return saltOfPeriod(key, Math.floor(now / PERIOD_SECONDS));
}

export function isValidSalt(key: StoredKey, salt: bigint, now: number): boolean {
  const period = Math.floor(now / PERIOD_SECONDS);
  if (salt === saltOfPeriod(key, period) || salt === saltOfPeriod(key, period - 1)) return true;
  return (
    salt === key.firstSalt && key.saltGeneration === 0 && now < key.authorization.createdAt + VALID_SECONDS
  );
}

/** From now on none of the salts given out is good. */
export function expireSalts(key: StoredKey): void {
  key.saltGeneration += 1;
}

/** The current salt and those after it. */
export function futureSalts(key: StoredKey, now: number, count: number): FutureSalt[] {
  const period = Math.floor(now / PERIOD_SECONDS);
  return Array.from({ length: count }, (_, index) => ({
    validSince: (period + index) * PERIOD_SECONDS,
    validUntil: (period + index) * PERIOD_SECONDS + VALID_SECONDS,
    salt: saltOfPeriod(key, period + index),
  }));
}

function saltOfPeriod(key: StoredKey, period: number): bigint {
  const generation = key.saltGeneration === 0 ? '' : ` ${key.saltGeneration}`;
  return createHmac('sha256', key.authKey).update(`salt ${period}${generation}`).digest().readBigInt64LE(0);
}
