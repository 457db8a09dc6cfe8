import { cancelCode, resendCode, sendCode, signIn } from '../telegram/login-by-code.ts';
import type { LoginClient } from '../telegram/login-client.ts';
import { checkPassword } from '../telegram/login-password.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import type { CodeState, PasswordState } from './flow-state.ts';
import type { LoginLines } from './login-lines.ts';
import { probeKey } from './probe-key.ts';
import { type StepResult, waiting } from './step-result.ts';
import { wantPassword } from './want-password.ts';

/** Types a code. Throws `MtprotoError`, a wrong code included. */
export async function typeCode(lines: LoginLines, state: CodeState, code: string): Promise<StepResult> {
  const client = await lines.again(state.key);
  const settled = await settleUnsure(client, state);
  if (settled !== null) return settled;
  try {
    const outcome = await signIn(client, { phone: state.phone, codeHash: state.codeHash, code });
    if (outcome === 'authorized') return { kind: 'authorized', client, state };
    return { kind: 'refused', code: 'sign-up-required', retryAfter: null, state: null };
  } catch (error) {
    const isWanted = error instanceof MtprotoError && error.failure.kind === 'password-needed';
    if (!isWanted) throw error;
    return wantPassword(client, state, state.phone);
  }
}

/** A code that ran out, or for which there is no other way left, is asked for anew. */
const startOver = new Set(['PHONE_CODE_EXPIRED', 'SEND_CODE_UNAVAILABLE']);

/** Has another code sent, for which the one before is void. Throws `MtprotoError`. */
export async function sendAnotherCode(lines: LoginLines, state: CodeState): Promise<StepResult> {
  const client = await lines.again(state.key);
  const settled = await settleUnsure(client, state);
  if (settled !== null) return settled;
  const sent = await resendCode(client, state.phone, state.codeHash).catch((error: unknown) => {
    if (!(error instanceof MtprotoError) || !startOver.has(error.failure.code)) throw error;
    return sendCode(client, state.phone);
  });
  if (sent === null) return { kind: 'authorized', client, state };
  return waiting({ ...state, ...sent }, true);
}

/** Types the two-step password. Throws `MtprotoError`, a wrong password included. */
export async function typePassword(
  lines: LoginLines,
  state: PasswordState,
  password: string,
): Promise<StepResult> {
  const client = await lines.again(state.key);
  if (state.isUnsure) {
    const standing = await probeKey(client);
    if (standing.kind === 'authorized') return { kind: 'authorized', client, state };
  }
  await checkPassword(client, password);
  return { kind: 'authorized', client, state };
}

/** Tells how a code or a password stands; Telegram is asked only after a step that was cut off. */
export async function lookAtSecret(lines: LoginLines, state: CodeState | PasswordState): Promise<StepResult> {
  if (!state.isUnsure) return waiting(state);
  return (await settleUnsure(await lines.again(state.key), state)) ?? waiting(state);
}

/** null: nothing has changed, as far as Telegram knows. */
async function settleUnsure(
  client: LoginClient,
  state: CodeState | PasswordState,
): Promise<StepResult | null> {
  if (!state.isUnsure) return null;
  const standing = await probeKey(client);
  if (standing.kind === 'authorized') return { kind: 'authorized', client, state };
  if (standing.kind === 'nobody' || state.kind === 'password') return null;
  return wantPassword(client, state, state.phone, standing);
}

/** Gives a code up. That Telegram hears of it is a courtesy. */
export async function giveCodeUp(lines: LoginLines, state: CodeState): Promise<void> {
  try {
    await cancelCode(await lines.again(state.key), state.phone, state.codeHash);
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error;
  }
}
