import { type Accounts, openAccounts } from '#sandbox/accounts/accounts.ts';
import { endReason } from '#sandbox/accounts/login-notes.ts';
import { applyRpcFault } from '#sandbox/faults/fault-rpc.ts';
import type { Faults } from '#sandbox/faults/faults.ts';
import type { RpcAnswer, RpcCall, RpcHandler } from '#sandbox/mtproto/rpc-call.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import { accountMethods } from './account.ts';
import { adminLogMethods } from './admin-log-methods.ts';
import { authMethods } from './auth.ts';
import { authCodeMethods } from './auth-code.ts';
import { authPasswordMethods } from './auth-password.ts';
import { authSessionMethods } from './auth-session.ts';
import { authTokenMethods } from './auth-token.ts';
import { announceUnknownMethod, type CallLog, type LoggedCall } from './call-log.ts';
import { channelMethods } from './channels.ts';
import { contactMethods } from './contacts.ts';
import { helpMethods } from './help.ts';
import { joinMethods } from './join-methods.ts';
import { messageMethods } from './messages.ts';
import type { Method, MethodEnvironment } from './method.ts';
import { participantMethods } from './participants.ts';
import { premiumMethods } from './premium-boosts.ts';
import { recommendationMethods } from './recommendations.ts';
import { refuseFrozen } from './refuse-frozen.ts';
import { refuseSharedKey } from './refuse-shared-key.ts';
import { replyMethods } from './replies.ts';
import { sponsoredMethods } from './sponsored.ts';
import { statsMethods } from './stats-methods.ts';
import { updateMethods } from './updates.ts';
import { userMethods } from './users.ts';

/** What a client is told where the sandbox itself fails. */
const internal = 'INTERNAL';

/** Everything the local Telegram answers, by TL name. */
export function createMethods(): ReadonlyMap<string, Method> {
  return new Map(
    Object.entries({
      ...helpMethods,
      ...authMethods(),
      ...authCodeMethods,
      ...authPasswordMethods,
      ...authTokenMethods,
      ...authSessionMethods,
      ...accountMethods,
      ...userMethods,
      ...contactMethods,
      ...channelMethods,
      ...messageMethods,
      ...updateMethods,
      ...adminLogMethods,
      ...joinMethods,
      ...participantMethods,
      ...premiumMethods,
      ...recommendationMethods,
      ...replyMethods,
      ...sponsoredMethods,
      ...statsMethods(),
    }),
  );
}

export interface MethodHandlerOptions extends Omit<MethodEnvironment, 'accounts'> {
  /** New ones in memory by default. */
  accounts?: Accounts;
  callLog?: CallLog;
  faults?: Faults;
}

/**
 * The handler of all data centres of one local Telegram. Errors are Telegram's own: `INPUT_METHOD_INVALID` for what is
 * not answered here, `AUTH_KEY_UNREGISTERED` without a login, `BOT_METHOD_INVALID` where bots are refused.
 */
export function createMethodHandler(options: MethodHandlerOptions): RpcHandler {
  const { callLog, faults, ...given } = options;
  const { now } = given.world;
  const environment = { accounts: openAccounts({ file: null, now, homeDcId: 2 }), ...given };
  const methods = createMethods();

  return async (rpc) => {
    const started = performance.now();
    const { userId } = rpc.authorization;
    let outcome = 'ok';
    let logged: LoggedCall | null = null;
    rpc.onUnwritable = () => {
      if (logged !== null) logged.outcome = internal;
    };
    try {
      await refuseSharedKey(environment, rpc);
      if (faults !== undefined) await applyRpcFault(faults, rpc);
      return answer(methods.get(rpc.request._), environment, rpc);
    } catch (failure) {
      outcome = failure instanceof RpcError ? failure.message : internal;
      throw failure;
    } finally {
      const tookMs = performance.now() - started;
      const at = environment.world.now();
      logged = { method: rpc.request._, userId, dcId: rpc.dcId, at, outcome, tookMs };
      callLog?.write(logged);
    }
  };
}

function answer(method: Method | undefined, environment: MethodEnvironment, rpc: RpcCall): RpcAnswer {
  if (method === undefined) {
    announceUnknownMethod(rpc.request._);
    throw new RpcError(400, 'INPUT_METHOD_INVALID');
  }
  const call = { ...environment, request: rpc.request, rpc };
  if (method.for === 'anyone') return method.answer(call);
  const { userId } = rpc.authorization;
  const caller = userId === null ? null : environment.world.user(userId);
  if (caller === null) throw new RpcError(401, endReason(rpc.authorization) ?? 'AUTH_KEY_UNREGISTERED');
  refuseFrozen(environment.accounts, caller.id, rpc.request._);
  if (method.for === 'people' && caller.isBot) throw new RpcError(400, 'BOT_METHOD_INVALID');
  return method.answer({ ...call, caller });
}
