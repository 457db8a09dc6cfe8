import type { Connection } from '#server/db/connection.ts';
import { claimLoginFlow } from '#server/db/queries/claim-login-flow.ts';
import { type LoginFlowRow, lockLoginFlow } from '#server/db/queries/lock-login-flow.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import { type AuthAttempt, saveAuthAttempt } from '#server/db/queries/save-auth-attempt.ts';
import type { LoginRefusal, LoginStep } from '#server/gateway-client/login-answers.ts';
import { SealError } from '#server/vault/seal-error.ts';
import { fateOf, nameOwner } from '../lease/process-owner.ts';
import { maskPhone } from '../telegram/mask-phone.ts';
import { isGuess, isStepAllowed, mostTries } from './allowed-steps.ts';
import { type FlowState, openState } from './flow-state.ts';
import type { LoginDependencies } from './login-dependencies.ts';
import { secondsUntilCode } from './login-limits.ts';
import { hashPhone } from './phone-number.ts';

/** A flow that is this step's alone, until it is saved again. */
export interface ClaimedFlow {
  kind: 'claimed';
  row: LoginFlowRow;
  state: FlowState;
  claimedBy: string;
  /** The tries that wait for their outcome. */
  attemptIds: string[];
}

export type Claim =
  | ClaimedFlow
  | { kind: 'connected'; accountId: string }
  | { kind: 'refused'; code: LoginRefusal; retryAfter: number | null };

/**
 * Takes a flow for one step, in one transaction: it has to be this viewer's, alive, free and in the right state, and
 * within the limits; the try is counted before Telegram hears of it. A claim of a process that is known to be dead, or
 * of another host and far too old, is taken over, and the state then says that nobody knows what became of that step.
 */
export async function claimStep(
  dependencies: LoginDependencies,
  connection: Connection,
  flowId: string,
  step: LoginStep,
): Promise<Claim> {
  const { vault, now } = dependencies;
  const row = await lockLoginFlow(connection, flowId, step.viewer_id);
  if (row === null || row.step === 'over') return refusal('flow-not-found');
  if (row.step === 'connected' && row.accountId !== null)
    return { kind: 'connected', accountId: row.accountId };
  if (row.expiresAt <= now()) return refusal('flow-expired');
  const isAbandoned = row.claimedBy !== null && isGone(row.claimedBy, row.isClaimStale);
  if (row.claimedBy !== null && !isAbandoned) return refusal('flow-busy');
  if (row.state === null) return refusal('flow-not-found');
  const opened = openKept(vault, row, row.state);
  if (opened === null) return refusal('flow-expired');
  const state = { ...opened, isUnsure: opened.isUnsure || isAbandoned };

  const book = bookFor(dependencies, connection, row, state, step);
  if (!isStepAllowed(state.kind, step.step)) {
    await book('out-of-order');
    return refusal('out-of-order');
  }
  const wait = await secondsUntilAllowed(dependencies, connection, row, state, step);
  if (wait !== 0) {
    await book('too-many-attempts');
    return refusal('too-many-attempts', wait);
  }
  const claimedBy = nameOwner();
  await claimLoginFlow(connection, { flowId, claimedBy, isTry: isGuess(step.step) });
  await saveAuditEvent(connection, {
    actor: step.viewer_id === null ? 'operator' : `viewer:${step.viewer_id}`,
    event: 'secret.opened',
    subject: `login_flows:${flowId}`,
    details: { purpose: 'login', step: step.step },
    happenedAt: now(),
  });
  const attemptIds = step.step === 'look' ? [] : await book('started');
  const tries = row.tries + (isGuess(step.step) ? 1 : 0);
  return { kind: 'claimed', row: { ...row, tries }, state, claimedBy, attemptIds };
}

/**
 * Whether the step that has a flow will never end. A live process of this host that is only late, or paused, may still be
 * connected with the flow's key, and a second connection could end it: there the flow runs out instead.
 */
function isGone(claimedBy: string, isStale: boolean): boolean {
  const fate = fateOf(claimedBy);
  if (fate.kind === 'dead') return true;
  return isStale && (fate.kind === 'unknown' || fate.pid === process.pid);
}

/** null: there are no tries left until something else changes. */
async function secondsUntilAllowed(
  { vault, now }: LoginDependencies,
  connection: Connection,
  row: LoginFlowRow,
  state: FlowState,
  step: LoginStep,
): Promise<number | null> {
  if (isGuess(step.step) && row.tries >= mostTries) return null;
  if (step.step !== 'resend' || state.kind !== 'code') return 0;
  return secondsUntilCode(connection, hashPhone(vault, state.phone), now());
}

/** Saves tries of this flow in the words of `auth_attempts`; returns their ids. */
function bookFor(
  { vault, now }: LoginDependencies,
  connection: Connection,
  row: LoginFlowRow,
  state: FlowState,
  step: LoginStep,
): (outcome: string) => Promise<string[]> {
  const phone = state.kind === 'qr' ? null : state.phone;
  const steps: Record<LoginStep['step'], AuthAttempt['step']> = {
    look: 'look',
    code: 'code',
    password: 'password',
    resend: 'send-code',
    cancel: 'cancel',
  };
  return async (outcome) => [
    await saveAuthAttempt(connection, {
      ...{ flowId: row.flowId, viewerId: row.viewerId, method: row.method, step: steps[step.step], outcome },
      numberHash: phone === null ? null : hashPhone(vault, phone),
      maskedPhone: phone === null ? null : maskPhone(phone),
      ip: step.ip,
      attemptedAt: now(),
    }),
  ];
}

/** null: it is sealed with a key that is gone, or damaged; the login has to begin again. */
function openKept(vault: LoginDependencies['vault'], row: LoginFlowRow, sealed: string): FlowState | null {
  try {
    return openState(vault, row, sealed);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return null;
  }
}

function refusal(code: LoginRefusal, retryAfter: number | null = null): Claim {
  return { kind: 'refused', code, retryAfter };
}
