import type { LoginStep } from '#server/gateway-client/login-answers.ts';
import { logOut } from '../telegram/login-owner.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { giveCodeUp, lookAtSecret, sendAnotherCode, typeCode, typePassword } from './continue-code.ts';
import { lookAtQr, type QrWork } from './continue-qr.ts';
import { explainLoginFailure } from './explain-login-failure.ts';
import type { FlowState } from './flow-state.ts';
import type { LoginLines } from './login-lines.ts';
import { probeKey } from './probe-key.ts';
import type { StepResult } from './step-result.ts';

/** Takes one step that is allowed now. A failure of Telegram's becomes a refusal; nothing else is caught. */
export async function runStep(work: QrWork, state: FlowState, step: LoginStep): Promise<StepResult> {
  let kept = state;
  const keep: QrWork['keep'] = async (between) => {
    await work.keep(between);
    kept = between;
  };
  try {
    if (step.step === 'cancel') return await cancel(work.lines, state);
    if (state.kind === 'qr') return await lookAtQr({ ...work, keep }, state);
    if (step.step === 'look') return await lookAtSecret(work.lines, state);
    if (state.kind === 'password') return await typePassword(work.lines, state, step.password ?? '');
    if (step.step === 'resend') return await sendAnotherCode(work.lines, state);
    return await typeCode(work.lines, state, (step.code ?? '').replace(/\s/g, ''));
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error;
    return refuse(error, kept);
  }
}

/** What a failure means: whether the login goes on, and whether its next step has to find out where it stands. */
export function refuse({ failure }: MtprotoError, state: FlowState | null): StepResult {
  const { code, retryAfter, isOver, isUnsure } = explainLoginFailure(failure);
  const kept = isOver || state === null ? null : { ...state, isUnsure: isUnsure || state.isUnsure };
  return { kind: 'refused', code, retryAfter, state: kept };
}

async function cancel(lines: LoginLines, state: FlowState): Promise<StepResult> {
  if (state.isUnsure) {
    const key = state.kind === 'qr' && state.moved !== null ? state.moved.key : state.key;
    const client = await lines.again(key);
    if ((await probeKey(client)).kind === 'authorized') await logOut(client.invoke);
  } else if (state.kind === 'code') {
    await giveCodeUp(lines, state);
  }
  return { kind: 'cancelled' };
}
