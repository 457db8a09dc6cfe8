import type { LoginCode } from '#sandbox/accounts/login-codes.ts';
import { codeLength } from '#sandbox/accounts/login-codes.ts';
import { testNumber } from '#sandbox/accounts/test-number.ts';
import { RpcError } from '#sandbox/mtproto/rpc-error.ts';
import type { TlObject } from '#sandbox/tl/tl-object.ts';
import type { WorldUser } from '#sandbox/world/world.ts';
import { checkApplication, logInOrAskPassword, newLoginId } from './auth-login.ts';
import { stringField } from './fields.ts';
import type { MethodCall, MethodTable } from './method.ts';

/** How soon a code may be asked for by the next way. */
const resendAfterSeconds = 60;

/** Logging in by a code that is sent to a phone number. */
export const authCodeMethods: MethodTable = {
  'auth.sendCode': {
    for: 'anyone',
    answer(call) {
      checkApplication(call);
      const { accounts, rpc } = call;
      const phone = readPhone(call);
      refuseFlooded(call, phone);
      const user = userOfPhone(call, phone);
      const dcId = user === null ? testNumber(phone)?.dcId : accounts.standings.homeDc(user.id);
      const mustMove = dcId !== undefined && dcId !== rpc.dcId && call.dcs.some(({ id }) => id === dcId);
      if (mustMove) throw new RpcError(303, `PHONE_MIGRATE_${dcId}`);
      const wait = accounts.limits.noteCode(phone);
      if (wait > 0) throw new RpcError(420, `FLOOD_WAIT_${wait}`);
      const code = accounts.codes.send(phone, rpc.authKeyId, user === null ? 'sms' : 'app');
      if (user !== null) accounts.boxes.notify(user.id, describeCode(code), code.sentAt);
      return buildSentCode(code);
    },
  },
  'auth.resendCode': {
    for: 'anyone',
    answer(call) {
      const { phone, code } = readSentCode(call);
      // After the text message there is no other way.
      if (code.via === 'sms') throw new RpcError(406, 'SEND_CODE_UNAVAILABLE');
      return buildSentCode(call.accounts.codes.send(phone, call.rpc.authKeyId, 'sms'));
    },
  },
  'auth.cancelCode': {
    for: 'anyone',
    answer(call) {
      const { code } = readSentCode(call);
      call.accounts.codes.void(code.hash);
      return true;
    },
  },
  'auth.signIn': { for: 'anyone', answer: signIn },
  'auth.signUp': {
    for: 'anyone',
    answer(call) {
      const { phone } = readSentCode(call);
      if (userOfPhone(call, phone) !== null) throw new RpcError(400, 'PHONE_NUMBER_OCCUPIED');
      // Only Telegram's own applications may open accounts.
      throw new RpcError(400, 'PHONE_NUMBER_APP_SIGNUP_FORBIDDEN');
    },
  },
};

function signIn(call: MethodCall): TlObject {
  const { accounts, rpc, request } = call;
  const phone = readPhone(call);
  const hash = readHash(call);
  const typed = request.phone_code;
  if (typeof typed !== 'string' || typed === '') throw new RpcError(400, 'PHONE_CODE_EMPTY');
  refuseFlooded(call, phone);
  const verdict = accounts.codes.judge(hash, phone, rpc.authKeyId, typed);
  if (verdict === 'expired') throw new RpcError(400, 'PHONE_CODE_EXPIRED');
  if (verdict === 'wrong') {
    accounts.limits.noteWrong(phone);
    throw new RpcError(400, 'PHONE_CODE_INVALID');
  }
  const user = userOfPhone(call, phone);
  if (user === null) return { _: 'auth.authorizationSignUpRequired' };
  accounts.codes.void(hash);
  return logInOrAskPassword(call, user.id, newLoginId());
}

function refuseFlooded({ accounts }: MethodCall, phone: string): void {
  if (accounts.limits.secondsUntilTry(phone) > 0) throw new RpcError(406, 'PHONE_PASSWORD_FLOOD');
}

/** Digits of a number, as people write it: with a plus, blanks, brackets. */
function readPhone({ request }: MethodCall): string {
  const phone = stringField(request, 'phone_number').replace(/[+\s()-]/g, '');
  if (!/^\d{7,15}$/.test(phone)) throw new RpcError(400, 'PHONE_NUMBER_INVALID');
  return phone;
}

function readHash({ request }: MethodCall): string {
  const hash = stringField(request, 'phone_code_hash');
  if (hash === '') throw new RpcError(400, 'PHONE_CODE_HASH_EMPTY');
  return hash;
}

function readSentCode(call: MethodCall): { phone: string; code: LoginCode } {
  const phone = readPhone(call);
  const code = call.accounts.codes.find(readHash(call), phone, call.rpc.authKeyId);
  if (code === null) throw new RpcError(400, 'PHONE_CODE_EXPIRED');
  return { phone, code };
}

/**
 * Whose number it is. Everybody also has one of the test numbers: `99966`, their data centre, and the last four digits
 * of their own number.
 */
function userOfPhone({ world, accounts }: MethodCall, phone: string): WorldUser | null {
  const test = testNumber(phone);
  const found = world.users().find((user) => {
    if (user.isBot || user.phone === null) return false;
    if (user.phone === phone) return true;
    return test?.dcId === accounts.standings.homeDc(user.id) && user.phone.endsWith(test.tail);
  });
  return found ?? null;
}

/** What those who are logged in elsewhere are written. */
function describeCode({ code }: LoginCode): string {
  return `Login code: ${code}. Do not give this code to anyone, even if they say they are from Telegram!`;
}

function buildSentCode(code: LoginCode): TlObject {
  const isApp = code.via === 'app';
  return {
    _: 'auth.sentCode',
    type: { _: isApp ? 'auth.sentCodeTypeApp' : 'auth.sentCodeTypeSms', length: codeLength },
    phone_code_hash: code.hash,
    next_type: isApp ? { _: 'auth.codeTypeSms' } : undefined,
    timeout: isApp ? resendAfterSeconds : undefined,
  };
}
