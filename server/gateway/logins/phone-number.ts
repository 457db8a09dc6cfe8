import type { Vault } from '#server/vault/vault.ts';

/** The digits of a number as people write it, `+7 (999) 000-00-01`; null: it cannot be one. */
export function readPhone(text: string): string | null {
  const digits = text.replace(/^\s*(\+|00)/, '').replace(/[\s().-]/g, '');
  return /^[1-9]\d{6,14}$/.test(digits) ? digits : null;
}

/**
 * What a number is counted by. Numbers are few enough to be tried out, so it needs a secret: with the database alone
 * nobody can tell whose number it was.
 */
export function hashPhone(vault: Vault, phone: string): Buffer {
  return vault.fingerprint(phone, 'login-number');
}
