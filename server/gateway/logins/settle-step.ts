import type { Connection } from '#server/db/connection.ts';
import { saveAttemptOutcome } from '#server/db/queries/save-attempt-outcome.ts';
import { saveAuthAttempt } from '#server/db/queries/save-auth-attempt.ts';
import { saveLoginFlow } from '#server/db/queries/save-login-flow.ts';
import type { LoginState } from '#server/gateway-client/login-answers.ts';
import { MtprotoError } from '../telegram/mtproto-failure.ts';
import { buildAnswer, buildUser, refused } from './build-answer.ts';
import { endAccount } from './end-account.ts';
import { finishLogin } from './finish-login.ts';
import { type FlowState, sealState } from './flow-state.ts';
import { expiryOf, type LoginDependencies } from './login-dependencies.ts';
import { refuse } from './run-step.ts';
import type { StepResult } from './step-result.ts';

/** The flow a step was taken of. */
export interface SteppedFlow {
  flowId: string;
  viewerId: string | null;
  consentVersion: string;
  claimedBy: string;
  attemptIds: string[];
  tries: number;
  createdAt: Date;
  method: 'qr' | 'phone';
  ip: string | null;
}

/** Saves what a step led to and says it. A step that was taken over meanwhile saves nothing and says `flow-busy`. */
export async function settleStep(
  dependencies: LoginDependencies,
  flow: SteppedFlow,
  result: StepResult,
): Promise<LoginState> {
  const { database } = dependencies;
  if (result.kind === 'authorized') return connect(dependencies, flow, result);
  const outcome = outcomeOf(result);
  const isNewSecret = result.kind === 'waiting' && result.isNewSecret;
  const state = result.kind === 'cancelled' ? null : result.state;
  const expiresAt = expiryOf(flow.createdAt, dependencies.now());
  const isSaved = await database.transaction(async (connection) => {
    await saveAttemptOutcome(connection, flow.attemptIds, outcome);
    return saveLoginFlow(connection, {
      ...{ flowId: flow.flowId, claimedBy: flow.claimedBy, accountId: null, expiresAt },
      step: state?.kind ?? 'over',
      state: state === null ? null : sealState(dependencies.vault, flow, state),
      isTriesReset: isNewSecret,
      isReleased: true,
    });
  });
  if (!isSaved) return refused('flow-busy');
  if (result.kind === 'cancelled') return refused('flow-not-found');
  if (result.kind === 'refused') return refused(result.code, result.retryAfter);
  return buildAnswer({ ...flow, expiresAt, tries: isNewSecret ? 0 : flow.tries }, result.state);
}

function outcomeOf(result: Exclude<StepResult, { kind: 'authorized' }>): string {
  if (result.kind === 'refused') return result.code;
  return result.kind === 'cancelled' ? 'cancelled' : 'ok';
}

/** What is left to do when the key is logged in; whatever fails here is done by the next step. */
async function connect(
  dependencies: LoginDependencies,
  flow: SteppedFlow,
  { client, state }: Extract<StepResult, { kind: 'authorized' }>,
): Promise<LoginState> {
  const { database, vault, sessions, now, log } = dependencies;
  const { flowId, viewerId, consentVersion, claimedBy, attemptIds } = flow;
  try {
    const finished = await finishLogin({ database, vault, now, endOlder }, client, {
      ...{ viewerId, consentVersion, isMadeHere: true },
      async settle(connection, accountId) {
        await saveConnected(connection);
        const expiresAt = expiryOf(flow.createdAt, now());
        return saveLoginFlow(connection, {
          ...{ flowId, claimedBy, accountId, expiresAt, step: 'connected', state: null },
          ...{ isTriesReset: false, isReleased: true },
        });
      },
    });
    if (finished.kind === 'taken-over') return refused('flow-busy');
    if (finished.kind === 'unusable') {
      return settleStep(dependencies, flow, {
        ...{ kind: 'refused', code: 'account-unusable', retryAfter: null, state: null },
      });
    }
    log.info({ accountId: finished.accountId }, 'an account was connected');
    sessions.wake();
    return { kind: 'connected', flow_id: flowId, user: buildUser(finished.accountId, finished.owner) };
  } catch (error) {
    if (!(error instanceof MtprotoError)) throw error;
    await client.destroy();
    return settleStep(dependencies, flow, refuse(error, unsure(state)));
  }

  /** A look is no try of its own until it connects. */
  async function saveConnected(connection: Connection): Promise<void> {
    if (attemptIds.length > 0) return saveAttemptOutcome(connection, attemptIds, 'connected');
    await saveAuthAttempt(connection, {
      ...{ flowId, viewerId, method: flow.method, step: 'look', outcome: 'connected', ip: flow.ip },
      ...{ numberHash: null, maskedPhone: null, attemptedAt: now() },
    });
  }

  async function endOlder(accountId: string): Promise<void> {
    const outcome = await endAccount(dependencies, accountId, 'gateway');
    if (outcome.kind === 'held-elsewhere') await dependencies.endElsewhere(accountId);
  }
}

function unsure(state: FlowState | null): FlowState | null {
  return state === null ? null : { ...state, isUnsure: true };
}
