import type { KeyStore } from '#sandbox/mtproto/key-store.ts';
import type { Authorization } from '#sandbox/mtproto/rpc-call.ts';
import { type LoginNote, loginNote, noteEnd, pendingLogin } from './login-notes.ts';

/** The key of a login as it is stored, or as a call carries it. */
export interface LoginKey {
  authKeyId: string;
  authorization: Authorization;
}

/** A login with all of its keys, the one it was made with first. */
export interface Login {
  note: LoginNote;
  keys: LoginKey[];
  /** Of the key it was made with. */
  authorization: Authorization;
  /** True while the two-step password is missing. */
  isPending: boolean;
}

/**
 * The logins of a user in all data centres. `own` is the caller's key, which is listed even where no store knows it.
 */
export function listLogins(
  keyStores: readonly KeyStore[],
  userId: string,
  own: LoginKey | null = null,
): Login[] {
  const keys = new Map<string, LoginKey>(own === null ? [] : [[own.authKeyId, own]]);
  // Temporary keys share the authorization of the permanent one they are bound to.
  const permanent = keyStores.flatMap((store) => store.list()).filter(({ expiresAt }) => expiresAt === null);
  for (const key of permanent) keys.set(key.authKeyId, key);
  const logins = new Map<string, Login>();
  for (const key of keys.values()) {
    const { authorization } = key;
    const pending = pendingLogin(authorization);
    if (authorization.userId !== userId && pending?.userId !== userId) continue;
    const note =
      pending === null
        ? loginNote(key.authKeyId, authorization)
        : { id: pending.loginId, at: authorization.activeAt, isImported: false, isUnconfirmed: false };
    const known = logins.get(note.id);
    if (known === undefined) {
      logins.set(note.id, { note, keys: [key], authorization, isPending: pending !== null });
    } else if (note.isImported) {
      known.keys.push(key);
    } else {
      logins.set(note.id, { ...known, note, keys: [key, ...known.keys], authorization });
    }
  }
  return [...logins.values()];
}

/** Ends a login everywhere: the next call of each of its keys is told the reason. */
export function endLogin(keyStores: readonly KeyStore[], login: Login, reason: string): void {
  for (const key of login.keys) {
    noteEnd(key.authorization, reason);
    saveKey(keyStores, key);
  }
}

/** Writes a key's authorization down at once; calls that end in an error do not do it by themselves. */
export function saveKey(keyStores: readonly KeyStore[], { authKeyId }: Pick<LoginKey, 'authKeyId'>): void {
  for (const store of keyStores) {
    const key = store.find(authKeyId);
    if (key !== null) store.save(key);
  }
}
