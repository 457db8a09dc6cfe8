import { setTimeout as sleep } from 'node:timers/promises';
import { noteEnd } from '#sandbox/accounts/login-notes.ts';
import type { Delivery, RpcCall } from '#sandbox/mtproto/rpc-call.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { FaultEffect } from './fault-rule.ts';
import type { Faults } from './faults.ts';

/**
 * Subjects one MTProto call to the rules, before it is carried out. Throws the `RpcError` to answer with; effects on
 * the wire are left in `call.delivery`, and where the call must not be carried out either, an error is thrown whose
 * text, such as `fault: silent`, nobody but the call log gets to see.
 */
export async function applyRpcFault(faults: Faults, call: RpcCall): Promise<void> {
  const { authorization, dcId } = call;
  const rule = faults.take({ on: 'mtproto', method: call.request._, userId: authorization.userId, dcId });
  if (rule === null) return;
  if (rule.delayMs !== undefined) await sleep(rule.delayMs);
  if (rule.effect !== undefined) apply(rule.effect, call);
}

const afterCarryingOut: Partial<Record<FaultEffect['kind'], Delivery>> = {
  'lost-answer': 'never',
  duplicate: 'twice',
  reorder: 'late',
};
const insteadOfCarryingOut: Partial<Record<FaultEffect['kind'], Delivery>> = {
  silent: 'never',
  reset: 'reset',
  'half-open': 'half-open',
  'forgotten-key': 'forgotten-key',
  'bad-salt': 'bad-salt',
};

function apply(effect: FaultEffect, call: RpcCall): void {
  if (effect.kind === 'error') throw new RpcError(effect.code, effect.description);
  if (effect.kind === 'flood-wait') {
    throw new RpcError(420, `${effect.isPremium ? 'FLOOD_PREMIUM_WAIT' : 'FLOOD_WAIT'}_${effect.seconds}`);
  }
  if (effect.kind === 'revoke') throw endLogin(call, 401, effect.text);
  if (effect.kind === 'duplicated-key') throw endLogin(call, 406, 'AUTH_KEY_DUPLICATED');
  const after = afterCarryingOut[effect.kind];
  if (after !== undefined) {
    call.delivery = after;
    return;
  }
  const instead = insteadOfCarryingOut[effect.kind];
  if (instead === undefined) return;
  call.delivery = instead;
  throw new RpcError(500, `fault: ${effect.kind}`);
}

function endLogin({ authorization }: RpcCall, code: number, text: string): RpcError {
  noteEnd(authorization, text);
  return new RpcError(code, text);
}
