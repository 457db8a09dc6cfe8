import { Api } from 'telegram';
import type { LoginClient } from './login-client.ts';
import { MtprotoError } from './mtproto-failure.ts';

/** Where Telegram sent a code. */
export type CodeWay = 'app' | 'sms' | 'call' | 'email' | 'fragment' | 'other';

export interface SentCode {
  /** Telegram's `phone_code_hash`: together with the key, what the code is good for. */
  codeHash: string;
  sentBy: CodeWay;
  /** null: Telegram does not say. */
  codeLength: number | null;
}

/** null: the key is logged in without any code, as Telegram does for people who have just logged out. */
type SendOutcome = SentCode | null;

/** Has Telegram send a code to a number (digits). */
export async function sendCode(client: LoginClient, phone: string): Promise<SendOutcome> {
  const request = new Api.auth.SendCode({
    phoneNumber: phone,
    ...client.application,
    settings: new Api.CodeSettings({}),
  });
  return buildSentCode(request.className, await client.invoke(request));
}

/** Has Telegram send another code by the next way; the one before is void. */
export async function resendCode(client: LoginClient, phone: string, codeHash: string): Promise<SendOutcome> {
  const request = new Api.auth.ResendCode({ phoneNumber: phone, phoneCodeHash: codeHash });
  return buildSentCode(request.className, await client.invoke(request));
}

/** Tells Telegram that nobody is going to type the code. */
export async function cancelCode(client: LoginClient, phone: string, codeHash: string): Promise<void> {
  await client.invoke(new Api.auth.CancelCode({ phoneNumber: phone, phoneCodeHash: codeHash }));
}

/** Types the code. A two-step password that is wanted is a failure of kind `password-needed`. */
export async function signIn(
  client: LoginClient,
  given: { phone: string; codeHash: string; code: string },
): Promise<'authorized' | 'sign-up-required'> {
  const answer = await client.invoke(
    new Api.auth.SignIn({
      phoneNumber: given.phone,
      phoneCodeHash: given.codeHash,
      phoneCode: given.code,
    }),
  );
  return answer.className === 'auth.Authorization' ? 'authorized' : 'sign-up-required';
}

function buildSentCode(method: string, sent: Api.auth.TypeSentCode): SendOutcome {
  if (sent.className === 'auth.SentCodeSuccess') return null;
  if (sent.className !== 'auth.SentCode') {
    throw new MtprotoError(method, { kind: 'refused', code: 'PAYMENT_REQUIRED' });
  }
  const { type } = sent;
  const length = 'length' in type && typeof type.length === 'number' && type.length > 0 ? type.length : null;
  return { codeHash: sent.phoneCodeHash, sentBy: ways[type.className] ?? 'other', codeLength: length };
}

const ways: Partial<Record<Api.auth.TypeSentCodeType['className'], CodeWay>> = {
  'auth.SentCodeTypeApp': 'app',
  'auth.SentCodeTypeSms': 'sms',
  'auth.SentCodeTypeSmsWord': 'sms',
  'auth.SentCodeTypeSmsPhrase': 'sms',
  'auth.SentCodeTypeFirebaseSms': 'sms',
  'auth.SentCodeTypeCall': 'call',
  'auth.SentCodeTypeFlashCall': 'call',
  'auth.SentCodeTypeMissedCall': 'call',
  'auth.SentCodeTypeEmailCode': 'email',
  'auth.SentCodeTypeSetUpEmailRequired': 'email',
  'auth.SentCodeTypeFragmentSms': 'fragment',
};
