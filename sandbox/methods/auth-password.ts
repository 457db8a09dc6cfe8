import { randomBytes } from 'node:crypto';
import { pendingLogin } from '#sandbox/accounts/login-notes.ts';
import { DH_GENERATOR, DH_PRIME } from '#sandbox/crypto/diffie-hellman.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { logIn } from './auth-login.ts';
import { bytesField, longField, objectField } from './fields.ts';
import type { MethodCall, MethodTable } from './method.ts';

const algorithm = 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow';

/** The two-step password: core.telegram.org/api/srp. */
export const authPasswordMethods: MethodTable = {
  'account.getPassword': {
    for: 'anyone',
    answer(call) {
      const userId = call.rpc.authorization.userId ?? pendingLogin(call.rpc.authorization)?.userId;
      if (userId === undefined) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED');
      return buildPassword(call, userId);
    },
  },
  'auth.checkPassword': { for: 'anyone', answer: checkPassword },
};

function checkPassword(call: MethodCall): TlObject {
  const { accounts, rpc, request } = call;
  const pending = pendingLogin(rpc.authorization);
  if (pending === null) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED');
  const { userId, loginId } = pending;
  const limited = `user-${userId}`;
  const wait = accounts.limits.secondsUntilTry(limited);
  if (wait > 0) throw new RpcError(420, `FLOOD_WAIT_${wait}`);
  // The password may have been taken away meanwhile.
  if (accounts.passwords.has(userId)) {
    const proof = objectField(request, 'password');
    if (proof._ === 'inputCheckPasswordEmpty') throw new RpcError(400, 'PASSWORD_HASH_INVALID');
    const verdict = accounts.passwords.judge(
      userId,
      longField(proof, 'srp_id'),
      bytesField(proof, 'A'),
      bytesField(proof, 'M1'),
    );
    if (verdict === 'unknown-question') throw new RpcError(400, 'SRP_ID_INVALID');
    if (verdict === 'wrong') {
      accounts.limits.noteWrong(limited);
      throw new RpcError(400, 'PASSWORD_HASH_INVALID');
    }
  }
  return logIn(call, userId, loginId);
}

function buildPassword({ accounts }: MethodCall, userId: string): TlObject {
  const question = accounts.passwords.ask(userId);
  const fresh = { salt1: randomBytes(8), salt2: randomBytes(16) };
  return {
    _: 'account.password',
    has_password: question === null ? undefined : true,
    current_algo:
      question === null
        ? undefined
        : { _: algorithm, salt1: question.salt1, salt2: question.salt2, g: question.g, p: question.p },
    srp_B: question?.srpB,
    srp_id: question?.srpId,
    hint: question?.hint ?? undefined,
    new_algo: { _: algorithm, ...fresh, g: DH_GENERATOR, p: DH_PRIME },
    new_secure_algo: { _: 'securePasswordKdfAlgoPBKDF2HMACSHA512iter100000', salt: randomBytes(8) },
    secure_random: randomBytes(256),
  };
}
