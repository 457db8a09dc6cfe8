import { randomBytes } from 'node:crypto';
import type { LoginTold } from '#sandbox/accounts/common-boxes.ts';
import { loginNote, noteLogin, notePending } from '#sandbox/accounts/login-notes.ts';
import { listLogins, saveKey } from '#sandbox/accounts/logins.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { World, WorldUser } from '#sandbox/world/world.ts';
import { buildUser } from './build/build-user.ts';
import { buildNewAuthorization } from './common-difference.ts';
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
  const user = world.user(userId);
  const isPerson = user !== null && !user.isBot;
  const at = Math.floor(accounts.now());
  const isUnconfirmed = others.length > 0 && isPerson;
  noteLogin(rpc.authorization, userId, { id: loginId, at, isImported: false, isUnconfirmed });
  const told = { id: loginId, at, device: rpc.authorization.deviceModel, isUnconfirmed };
  if (isPerson) accounts.boxes.notify(userId, describeLogin(user, told), at, told);
  const update = { _: 'updateShort', update: buildNewAuthorization(told), date: at };
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

/** People are written to about every login, so that they can end one that is not theirs. */
function describeLogin(user: WorldUser, told: LoginTold): string {
  const when = new Date(told.at * 1_000).toISOString();
  return `New login. Dear ${user.firstName}, we detected a login into your account from a new device on ${when}.\n\nDevice: ${told.device}\nLocation: Nowhere`;
}
