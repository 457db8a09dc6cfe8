import { endReason, noteEnd } from '#sandbox/accounts/login-notes.ts';
import { saveKey } from '#sandbox/accounts/logins.ts';
import type { RpcCall } from '#sandbox/mtproto/rpc-call.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { MethodEnvironment } from './method.ts';

const duplicated = 'AUTH_KEY_DUPLICATED';

/**
 * Throws `AUTH_KEY_DUPLICATED` for a key that was used from two places at once, which Telegram never accepts again.
 * Places cannot be told apart on one machine, so a second connection counts as one, and only while control wants it.
 */
export function refuseSharedKey(environment: MethodEnvironment, { authKeyId, authorization }: RpcCall): void {
  const { accounts, wire, keyStores = [] } = environment;
  const isShared = accounts.standings.refusesSharedKeys && (wire?.connectionsOf(authKeyId) ?? 0) > 1;
  if (isShared) {
    noteEnd(authorization, duplicated);
    saveKey(keyStores, { authKeyId });
  }
  if (endReason(authorization) === duplicated) throw new RpcError(406, duplicated);
}
