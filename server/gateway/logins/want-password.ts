import type { LoginClient } from '../telegram/login-client.ts';
import { fetchPasswordQuestion, type PasswordQuestion } from '../telegram/login-password.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import type { FlowState } from './flow-state.ts';
import { type StepResult, waiting } from './step-result.ts';

/**
 * Goes on to the two-step password, with the key that asks for it, which after a move is another one than before. The
 * hint is asked for where it is not known; without it the password can be typed all the same.
 */
export async function wantPassword(
  client: LoginClient,
  before: FlowState,
  phone: string | null,
  known?: PasswordQuestion,
): Promise<StepResult> {
  const { consentVersion } = before;
  const hint = known === undefined ? await fetchHint(client) : known.hint;
  return waiting(
    { kind: 'password', key: client.key, consentVersion, isUnsure: false, phone, hint },
    before.kind !== 'password',
  );
}

async function fetchHint(client: LoginClient): Promise<string | null> {
  try {
    return (await fetchPasswordQuestion(client)).hint;
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error;
    return null;
  }
}
