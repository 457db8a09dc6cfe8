import { Api } from 'telegram';
import { maskPhone } from './mask-phone.ts';
import { MtprotoError } from './mtproto-failure.ts';
import { sanitizeText } from './sanitize-text.ts';

/** Who a session belongs to, as is shown to its owner and kept. */
export interface SessionOwner {
  /** Decimal text. */
  telegramUserId: string;
  firstName: string;
  lastName: string | null;
  /** Without @. */
  username: string | null;
  maskedPhone: string | null;
  isPremium: boolean;
  isBot: boolean;
}

/** What a call is made through: a connection for a login or a session that is kept. */
export type Invoke = <R extends Api.AnyRequest>(request: R) => Promise<R['__response']>;

/** Asks who this session belongs to. */
export async function fetchOwner(invoke: Invoke): Promise<SessionOwner> {
  const request = new Api.users.GetUsers({ id: [new Api.InputUserSelf()] });
  const [user] = await invoke(request);
  if (user?.className !== 'User')
    throw new MtprotoError(request.className, { kind: 'unknown', code: 'no-self' });
  // The library writes null where its types promise undefined.
  const lastName = user.lastName ?? '';
  const phone = user.phone ?? '';
  return {
    telegramUserId: user.id.toString(),
    firstName: sanitizeText(user.firstName ?? ''),
    lastName: lastName === '' ? null : sanitizeText(lastName),
    username: user.username ?? user.usernames?.find(({ active }) => active)?.username ?? null,
    maskedPhone: phone === '' ? null : maskPhone(phone),
    isPremium: user.premium === true,
    isBot: user.bot === true,
  };
}

/** Whether Telegram has frozen the account: it may still read a little and do nothing else. */
export async function isFrozen(invoke: Invoke): Promise<boolean> {
  const answer = await invoke(new Api.help.GetAppConfig({ hash: 0 }));
  if (answer.className !== 'help.AppConfig' || answer.config.className !== 'JsonObject') return false;
  return answer.config.value.some(
    ({ key, value }) => key === 'freeze_since_date' && value.className === 'JsonNumber' && value.value > 0,
  );
}

/** Ends this session at Telegram: its key is logged in as nobody from now on. */
export async function logOut(invoke: Invoke): Promise<void> {
  await invoke(new Api.auth.LogOut());
}
