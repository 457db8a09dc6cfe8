import { Api } from 'telegram';
import { computeCheck } from 'telegram/Password.js';
import type { LoginClient } from './login-client.ts';
import { MtprotoError } from './mtproto-failure.ts';

/** What a person is reminded of. */
export interface PasswordQuestion {
  hint: string | null;
}

/** The two-step password a key that has passed the first step is asked for. Fails as `session-dead` for other keys. */
export async function fetchPasswordQuestion(client: LoginClient): Promise<PasswordQuestion> {
  const password = await client.invoke(new Api.account.GetPassword());
  return { hint: password.hint ?? null };
}

/** The question changes with every call of account.getPassword; a proof for an older one is refused with these. */
const staleQuestion = new Set(['SRP_ID_INVALID', 'SRP_PASSWORD_CHANGED', 'SRP_A_INVALID']);

/** Proves the two-step password, which never leaves this process. A wrong one is a failure with `PASSWORD_HASH_INVALID`. */
export async function checkPassword(client: LoginClient, password: string): Promise<void> {
  try {
    await proveOnce(client, password);
  } catch (error) {
    const isStale = error instanceof MtprotoError && staleQuestion.has(error.failure.code);
    if (!isStale) throw error;
    await proveOnce(client, password);
  }
}

async function proveOnce(client: LoginClient, password: string): Promise<void> {
  const question = await client.invoke(new Api.account.GetPassword());
  const proof = question.hasPassword ? await prove(question, password) : new Api.InputCheckPasswordEmpty();
  await client.invoke(new Api.auth.CheckPassword({ password: proof }));
}

async function prove(
  question: Api.account.Password,
  password: string,
): Promise<Api.TypeInputCheckPasswordSRP> {
  try {
    return await computeCheck(question, password);
  } catch {
    // An algorithm or a prime that the library does not take: nothing of what it says may be told.
    throw new MtprotoError('account.GetPassword', { kind: 'unknown', code: 'password-algorithm' });
  }
}
