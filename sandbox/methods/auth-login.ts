import { randomBytes } from 'node:crypto';
import {
  type LoginNote,
  loginHash,
  loginNote,
  noteLogin,
  notePending,
} from '#sandbox/accounts/login-notes.ts';
import { listLogins, saveKey } from '#sandbox/accounts/logins.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { World } from '#sandbox/world/world.ts';
import { buildUser } from './build/build-user.ts';
import { intField, stringField } from './fields.ts';
import type { MethodCall } from './method.ts';

export function newLoginId(): string {
  return randomBytes(8).toString('hex');
}

/** Refuses applications this Telegram does not know. */
export function checkApplication({ request, apiId, apiHash }: MethodCall): void {
  const isKnown = intField(request, 'api_id') === apiId && stringField(request, 'api_hash') === apiHash;
  if (!isKnown) throw new RpcError(400, 'API_ID_INVALID');
}

/**
 * Logs the calling key in, or, where the user has a two-step password, remembers that only this is missing and throws
 * `SESSION_PASSWORD_NEEDED`.
 */
export function logInOrAskPassword(call: MethodCall, userId: string, loginId: string): TlObject {
  if (!call.accounts.passwords.has(userId)) return logIn(call, userId, loginId);
  call.rpc.authorization.userId = null;
  notePending(call.rpc.authorization, { userId, loginId });
  saveKey(call.keyStores ?? [], call.rpc);
  throw new RpcError(401, 'SESSION_PASSWORD_NEEDED');
}

/** Logs the calling key in and tells the user's other devices. Returns `auth.authorization`. */
export function logIn(call: MethodCall, userId: string, loginId: string): TlObject {
  const { rpc, accounts, world } = call;
  const others = listLogins(call.keyStores ?? [], userId).filter(({ keys, isPending }) => {
    return !isPending && keys.every(({ authKeyId }) => authKeyId !== rpc.authKeyId);
  });
  const isUnconfirmed = others.length > 0 && world.user(userId)?.isBot === false;
  const login = { id: loginId, at: Math.floor(accounts.now()), isImported: false, isUnconfirmed };
  noteLogin(rpc.authorization, userId, login);
  const update = buildNewAuthorization(call, login);
  const targets = others.flatMap(({ keys }) => keys);
  for (const { authKeyId, authorization } of targets) {
    if (!loginNote(authKeyId, authorization).isImported) call.wire?.pushToKey(authKeyId, update);
  }
  return buildAuthorization(world, userId);
}

export function buildAuthorization(world: World, userId: string): TlObject {
  const user = world.user(userId);
  if (user === null) throw new RpcError(401, 'USER_DEACTIVATED');
  return { _: 'auth.authorization', user: buildUser(world, userId, user) };
}

/** Date and device are only told while the login waits to be confirmed. */
function buildNewAuthorization({ rpc }: MethodCall, { id, at, isUnconfirmed }: LoginNote): TlObject {
  return {
    _: 'updateShort',
    update: {
      _: 'updateNewAuthorization',
      unconfirmed: isUnconfirmed || undefined,
      hash: loginHash(id),
      date: isUnconfirmed ? at : undefined,
      device: isUnconfirmed ? rpc.authorization.deviceModel : undefined,
      location: isUnconfirmed ? 'Nowhere' : undefined,
    },
    date: at,
  };
}
