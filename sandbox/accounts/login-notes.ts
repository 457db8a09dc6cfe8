import type { Authorization } from '#sandbox/mtproto/rpc-call.ts';

/** One login of a user: the auth key it was made with and those of other data centres it was exported to. */
export interface LoginNote {
  /** Sixteen hexadecimal digits; Telegram's `hash` of the login. */
  id: string;
  /** Unix seconds. */
  at: number;
  /** True on a key that got the login by `auth.importAuthorization`. */
  isImported: boolean;
  /** True while no other device of the user has confirmed it. */
  isUnconfirmed: boolean;
}

/** A login that only lacks the two-step password. */
export interface PendingLogin {
  userId: string;
  loginId: string;
}

/** The login of a key; keys that came into the world logged in are a login of their own. */
export function loginNote(authKeyId: string, authorization: Authorization): LoginNote {
  const kept = authorization.notes.login as LoginNote | undefined;
  return kept ?? { id: authKeyId, at: authorization.createdAt, isImported: false, isUnconfirmed: false };
}

export function pendingLogin(authorization: Authorization): PendingLogin | null {
  return (authorization.notes.pending ?? null) as PendingLogin | null;
}

/** Why a key is no longer logged in, as its next call is told; null: it never was, or logged in again. */
export function endReason(authorization: Authorization): string | null {
  return (authorization.notes.ended ?? null) as string | null;
}

export function noteLogin(authorization: Authorization, userId: string, login: LoginNote): void {
  authorization.userId = userId;
  authorization.notes = { login };
}

export function notePending(authorization: Authorization, pending: PendingLogin): void {
  authorization.notes = { pending };
}

export function noteEnd(authorization: Authorization, reason: string): void {
  authorization.userId = null;
  authorization.notes = { ended: reason };
}

/** Telegram's `hash` of a login. */
export function loginHash(loginId: string): bigint {
  return BigInt.asIntN(64, BigInt(`0x${loginId}`));
}
