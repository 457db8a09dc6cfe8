import type { Connection } from '#server/db/connection.ts';
import { claimLoginFlow } from '#server/db/queries/claim-login-flow.ts';
import { type LoginFlowRow, lockLoginFlow } from '#server/db/queries/lock-login-flow.ts';
import { saveAuditEvent } from '#server/db/queries/save-audit-event.ts';
import type { LoginRefusal, LoginStep } from '#server/gateway-client/login-answers.ts';
import { SealError } from '#server/vault/seal-error.ts';
import { fateOf, nameOwner } from '../lease/process-owner.ts';
import { isGuess, isStepAllowed, mostTries } from './allowed-steps.ts';
import { type AttemptBook, openAttemptBook } from './book-attempt.ts';
import { type FlowState, openState } from './flow-state.ts';
import type { LoginDependencies } from './login-dependencies.ts';
import { secondsUntilCode } from './login-limits.ts';

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

  // What is refused is refused by what lies open in the row: its sealed part stays closed, and no opening is unrecorded.
  const book = await openAttemptBook(connection, row, step, now());
  if (!isStepAllowed(row.step, step.step)) {
    await book.refused('out-of-order');
    return refusal('out-of-order');
  }
  if (isGuess(step.step) && row.tries >= mostTries) {
    await book.refused('tries-used-up');
    return refusal('tries-used-up');
  }
  const wait = await secondsUntilResent(connection, step, book, now());
  if (wait > 0) {
    await book.refused('too-many-attempts');
    return refusal('too-many-attempts', wait);
  }
  const opened = openKept(vault, row, row.state);
  if (opened === null) return refusal('flow-expired');
  const state = { ...opened, isUnsure: opened.isUnsure || isAbandoned };
  const claimedBy = nameOwner();
  await claimLoginFlow(connection, { flowId, claimedBy, isTry: isGuess(step.step) });
  await saveAuditEvent(connection, {
    actor: step.viewer_id === null ? 'operator' : `viewer:${step.viewer_id}`,
    event: 'secret.opened',
    subject: `login_flows:${flowId}`,
    details: { purpose: 'login', step: step.step },
    happenedAt: now(),
  });
  const attemptIds = step.step === 'look' ? [] : await book.started();
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

/** 0: another code may be sent now, or none is asked for. */
async function secondsUntilResent(
  connection: Connection,
  step: LoginStep,
  { numberHash }: AttemptBook,
  now: Date,
): Promise<number> {
  if (step.step !== 'resend' || numberHash === null) return 0;
  return secondsUntilCode(connection, numberHash, now);
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
