import type { LoginClient } from '../telegram/login-client.ts';
import { fetchOwner, type SessionOwner } from '../telegram/login-owner.ts';
import { fetchPasswordQuestion } from '../telegram/login-password.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';

/** How far a key has come, as Telegram sees it. */
export type KeyStanding =
  | { kind: 'authorized'; owner: SessionOwner }
  | { kind: 'password-wanted'; hint: string | null }
  | { kind: 'nobody' };

/**
 * Finds out what became of a login whose step was cut off: whether its key is logged in, lacks the two-step password, or
 * is still nobody's. Throws `MtprotoError` when Telegram gives no answer to that.
 */
export async function probeKey(client: LoginClient): Promise<KeyStanding> {
  try {
    return { kind: 'authorized', owner: await fetchOwner(client.invoke) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  try {
    return { kind: 'password-wanted', ...(await fetchPasswordQuestion(client)) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { kind: 'nobody' };
  }
}

/** 401 in any of its words: the key may not ask this. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof MtprotoError)) return false;
  const { kind, code } = error.failure;
  return kind === 'password-needed' || (kind === 'session-dead' && !code.startsWith('USER_DEACTIVATED'));
}
