import { randomBytes, randomInt } from 'node:crypto';
import { testNumber } from './test-number.ts';
import type { Values } from './values.ts';

/** A code that was sent to somebody who wants to log in. */
export interface LoginCode {
  /** Telegram's `phone_code_hash`. */
  hash: string;
  /** Digits only. */
  phone: string;
  code: string;
  /** The auth key it was asked with; it is good for no other. */
  authKeyId: string;
  via: 'app' | 'sms';
  /** Unix seconds. */
  sentAt: number;
  expiresAt: number;
  wrongTries: number;
}

export type CodeVerdict = 'right' | 'wrong' | 'expired';

export interface LoginCodes {
  /** Sends a code; the one this auth key had is void from now on. */
  send(phone: string, authKeyId: string, via: LoginCode['via']): LoginCode;
  /** The code while it is good for this phone and auth key. */
  find(hash: string, phone: string, authKeyId: string): LoginCode | null;
  /** Judges what somebody typed; too many wrong ones void the code. */
  judge(hash: string, phone: string, authKeyId: string, typed: string): CodeVerdict;
  void(hash: string): void;
  /** Good codes, the newest last; null: of all numbers. */
  list(phone: string | null): LoginCode[];
}

export const codeLength = 5;
export const codeLifetimeSeconds = 300;
const mostWrongTries = 5;
const prefix = 'code:';

export function createLoginCodes(values: Values, now: () => number): LoginCodes {
  function all(): LoginCode[] {
    return values.entries(prefix).map(([, value]) => value as LoginCode);
  }

  function forget(hash: string): void {
    values.delete(prefix + hash);
  }

  function find(hash: string, phone: string, authKeyId: string): LoginCode | null {
    const code = values.get(prefix + hash) as LoginCode | undefined;
    const isGood =
      code !== undefined &&
      code.phone === phone &&
      code.authKeyId === authKeyId &&
      code.expiresAt > now() &&
      code.wrongTries < mostWrongTries;
    return isGood ? code : null;
  }

  return {
    send(phone, authKeyId, via) {
      for (const old of all()) {
        if (old.authKeyId === authKeyId || old.expiresAt <= now()) forget(old.hash);
      }
      const sentAt = Math.floor(now());
      const code: LoginCode = {
        hash: randomBytes(9).toString('hex'),
        phone,
        code: testNumber(phone)?.code ?? String(randomInt(10 ** codeLength)).padStart(codeLength, '0'),
        authKeyId,
        via,
        sentAt,
        expiresAt: sentAt + codeLifetimeSeconds,
        wrongTries: 0,
      };
      values.put(prefix + code.hash, code);
      return code;
    },
    find,
    judge(hash, phone, authKeyId, typed) {
      const code = find(hash, phone, authKeyId);
      if (code === null) return 'expired';
      if (code.code === typed) return 'right';
      values.put(prefix + hash, { ...code, wrongTries: code.wrongTries + 1 });
      return 'wrong';
    },
    void: forget,
    list: (phone) =>
      all().filter((code) => (phone === null || code.phone === phone) && code.expiresAt > now()),
  };
}
