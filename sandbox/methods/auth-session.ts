import { loginHash, loginNote } from '#sandbox/accounts/login-notes.ts';
import { endLogin, type Login, listLogins } from '#sandbox/accounts/logins.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import { longField } from './fields.ts';
import type { MethodTable, UserCall } from './method.ts';

/** A login may end others only after so long. */
const freshSeconds = 86_400;

/** Ending logins: the own one, another, all others. */
export const authSessionMethods: MethodTable = {
  'auth.logOut': {
    for: 'everyone',
    answer(call) {
      const own = loginsOf(call).find((login) => isOwn(call, login));
      if (own !== undefined) endLogin(call.keyStores ?? [], own, 'AUTH_KEY_UNREGISTERED');
      return { _: 'auth.loggedOut' };
    },
  },
  'auth.resetAuthorizations': {
    for: 'people',
    answer(call) {
      refuseFresh(call);
      for (const login of loginsOf(call)) {
        if (!isOwn(call, login)) endLogin(call.keyStores ?? [], login, 'SESSION_REVOKED');
      }
      return true;
    },
  },
  'account.resetAuthorization': {
    for: 'people',
    answer(call) {
      const hash = longField(call.request, 'hash');
      const login = loginsOf(call).find(({ note }) => loginHash(note.id) === hash);
      if (login === undefined || isOwn(call, login)) throw new RpcError(400, 'HASH_INVALID');
      refuseFresh(call);
      endLogin(call.keyStores ?? [], login, 'SESSION_REVOKED');
      return true;
    },
  },
};

function loginsOf({ caller, rpc, keyStores }: UserCall): Login[] {
  return listLogins(keyStores ?? [], caller.id, rpc);
}

function isOwn({ rpc }: UserCall, { keys }: Login): boolean {
  return keys.some(({ authKeyId }) => authKeyId === rpc.authKeyId);
}

function refuseFresh({ rpc, accounts }: UserCall): void {
  const { at } = loginNote(rpc.authKeyId, rpc.authorization);
  if (accounts.now() - at < freshSeconds) throw new RpcError(406, 'FRESH_RESET_AUTHORISATION_FORBIDDEN');
}
