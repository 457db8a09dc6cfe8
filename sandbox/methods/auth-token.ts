import { loginHash } from '#sandbox/accounts/login-notes.ts';
import type { LoginToken } from '#sandbox/accounts/login-tokens.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import { acceptLoginToken } from './accept-login-token.ts';
import { checkApplication, logInOrAskPassword } from './auth-login.ts';
import { bytesField, longsField } from './fields.ts';
import type { MethodCall, MethodTable } from './method.ts';

const refusals = {
  invalid: 'AUTH_TOKEN_INVALID',
  expired: 'AUTH_TOKEN_EXPIRED',
  'already-accepted': 'AUTH_TOKEN_ALREADY_ACCEPTED',
  excepted: 'AUTH_TOKEN_EXCEPTION',
} as const;

/** Logging in by a QR code: core.telegram.org/api/qr-login. */
export const authTokenMethods: MethodTable = {
  'auth.exportLoginToken': {
    for: 'anyone',
    answer(call) {
      checkApplication(call);
      const { accounts, rpc } = call;
      const accepted = accounts.tokens.takeAccepted(rpc.authKeyId);
      if (accepted !== null) return redeem(call, accepted);
      const { deviceModel, systemVersion, appVersion, apiId } = rpc.authorization;
      const { token, expiresAt } = accounts.tokens.issue({
        authKeyId: rpc.authKeyId,
        exceptIds: longsField(call.request, 'except_ids').map(String),
        deviceModel,
        systemVersion,
        appVersion,
        apiId: apiId ?? call.apiId,
      });
      return { _: 'auth.loginToken', expires: expiresAt, token: Buffer.from(token, 'hex') };
    },
  },
  'auth.importLoginToken': {
    for: 'anyone',
    answer(call) {
      const text = bytesField(call.request, 'token').toString('hex');
      const taken = call.accounts.tokens.take(text, call.rpc.dcId);
      if (taken.kind !== 'accepted') throw new RpcError(400, refusals[taken.kind]);
      return redeem(call, taken.token);
    },
  },
  'auth.acceptLoginToken': {
    for: 'people',
    answer(call) {
      const text = bytesField(call.request, 'token').toString('hex');
      const outcome = acceptLoginToken(call.accounts, call.wire ?? null, text, call.caller.id);
      if (outcome.kind !== 'accepted') throw new RpcError(400, refusals[outcome.kind]);
      return buildAcceptedAuthorization(outcome.token, call.accounts.now());
    },
  },
};

/** Logs in by a confirmed token, or sends the client on to where the account lives. */
function redeem(call: MethodCall, { acceptedBy, loginId, ...token }: LoginToken): TlObject {
  if (acceptedBy === null) throw new RpcError(400, 'AUTH_TOKEN_INVALID');
  const { accounts, rpc } = call;
  const dcId = accounts.standings.homeDc(acceptedBy);
  if (dcId !== rpc.dcId) {
    const moved = accounts.tokens.migrate({ ...token, acceptedBy, loginId }, dcId);
    return { _: 'auth.loginTokenMigrateTo', dc_id: dcId, token: Buffer.from(moved.token, 'hex') };
  }
  return { _: 'auth.loginTokenSuccess', authorization: logInOrAskPassword(call, acceptedBy, loginId) };
}

/** The login that is about to be, as the device that confirms it shows it. */
function buildAcceptedAuthorization(token: LoginToken, now: number): TlObject {
  return {
    _: 'authorization',
    hash: loginHash(token.loginId),
    device_model: token.deviceModel,
    platform: '',
    system_version: token.systemVersion,
    api_id: token.apiId,
    app_name: 'Local Telegram client',
    app_version: token.appVersion,
    date_created: Math.floor(now),
    date_active: Math.floor(now),
    ip: '127.0.0.1',
    country: 'Nowhere',
    region: '',
  };
}
