import type { LoginRefusal } from '#server/gateway-client/login-answers.ts';
import type { LoginClient } from '../telegram/login-client.ts';
import type { FlowState } from './flow-state.ts';

/** How a step of a login ended, before anything of it is saved. */
export type StepResult =
  | { kind: 'waiting'; state: FlowState; isNewSecret: boolean }
  /** The key of this connection is logged in; `state` is what is kept should the rest fail. */
  | { kind: 'authorized'; client: LoginClient; state: FlowState | null }
  /** `state` null: the login is over. */
  | { kind: 'refused'; code: LoginRefusal; retryAfter: number | null; state: FlowState | null }
  | { kind: 'cancelled' };

/** The login waits for the next step. `isNewSecret`: for another code or password than before, guessed from zero. */
export function waiting(state: FlowState, isNewSecret = false): StepResult {
  return { kind: 'waiting', state: { ...state, isUnsure: false }, isNewSecret };
}
