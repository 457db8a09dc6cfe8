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
export async function refuseSharedKey(environment: MethodEnvironment, rpc: RpcCall): Promise<void> {
  const { accounts, keyStores = [] } = environment;
  const { authKeyId, authorization } = rpc;
  if (accounts.standings.refusesSharedKeys && (await isShared(environment, authKeyId))) {
    noteEnd(authorization, duplicated);
    saveKey(keyStores, { authKeyId });
  }
  if (endReason(authorization) === duplicated) throw new RpcError(406, duplicated);
}

/** A connection that its client ended before may still be heard a turn later. */
async function isShared({ wire }: MethodEnvironment, authKeyId: string): Promise<boolean> {
  for (let looks = 0; looks < 3; looks += 1) {
    if ((wire?.connectionsOf(authKeyId) ?? 0) < 2) return false;
    await new Promise((resolve) => void setImmediate(resolve));
  }
  return true;
}
