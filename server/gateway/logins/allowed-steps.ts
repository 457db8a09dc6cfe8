import type { LoginStep } from '#server/gateway-client/login-answers.ts';
import type { FlowState } from './flow-state.ts';

type StepName = LoginStep['step'];

/** Which steps a flow takes in each state; everything else is out of order and reaches nobody. */
const allowed: Record<FlowState['kind'], readonly StepName[]> = {
  qr: ['look', 'cancel'],
  code: ['look', 'code', 'resend', 'cancel'],
  password: ['look', 'password', 'cancel'],
};
const byState: ReadonlyMap<string, readonly StepName[]> = new Map(Object.entries(allowed));

/** Whether a flow that waits for `waitingFor`, as its row says, may take this step now. */
export function isStepAllowed(waitingFor: string, step: StepName): boolean {
  return byState.get(waitingFor)?.includes(step) === true;
}

/** Codes and passwords: what is guessed is counted, and so often each may be guessed. */
export const mostTries = 3;

/** Whether this step is a guess. */
export function isGuess(step: StepName): boolean {
  return step === 'code' || step === 'password';
}
