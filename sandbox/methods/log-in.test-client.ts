import type { WorldUser } from '#sandbox/world/world.ts';
import { testApi } from './a-caller.ts';
import type { ATelegram } from './a-telegram.test-client.ts';
import type { AnyClient } from './any-client.test-client.ts';
import type { Plain } from './plain.test-client.ts';

export function sendCode(client: AnyClient, phoneNumber: string): Promise<Plain> {
  return client.call('auth.sendCode', { phoneNumber, ...testApi, settings: { _: 'codeSettings' } });
}

/** Types the right code; rejects where a password is wanted as well. */
export async function logIn(telegram: ATelegram, client: AnyClient, { phone }: WorldUser): Promise<Plain> {
  const phoneNumber = phone ?? '';
  const { phoneCodeHash } = await sendCode(client, phoneNumber);
  const phoneCode = telegram.accounts().codes.list(phoneNumber).at(-1)?.code;
  return client.call('auth.signIn', { phoneNumber, phoneCodeHash, phoneCode });
}

export function exportToken(client: AnyClient, exceptIds: bigint[] = []): Promise<Plain> {
  return client.call('auth.exportLoginToken', { ...testApi, exceptIds });
}
